public import FerryCore

/// What a record takes in of one side's file: what tells that it is still what it was.
public struct RecordedFile: Sendable {
    let size: Int64
    let modified: Timestamp?
    let version: Version?
    /// Whether no other content can have this version.
    private var isPinned = false

    public var hasVersion: Bool { version != nil }

    public init(_ entry: Entry) {
        (size, modified, version) = (entry.size, entry.modified, entry.version)
    }

    /// Of a place whose listings tell tags and no times. A look tells a time too, which is no part of what is recorded:
    /// the next run begins with a listing again.
    public init(listedByTag entry: Entry) {
        (size, modified, version) = (entry.size, nil, entry.version)
        isPinned = version != nil
    }

    /// What is said of its content alone: attributes may change.
    public init(size: Int64, modified: Timestamp?) {
        (self.size, self.modified, version) = (size, modified, nil)
    }

    /// Of a file whose version is told by its attributes.
    public init(_ attributes: Attributes) {
        (size, modified) = (attributes.size, attributes.modified)
        version = attributes.inode.map { .inode($0.identity, changed: $0.changed) }
    }

    /// Whether it could have been changed after `moment` without a trace in its times.
    public func couldHideChange(after moment: Timestamp) -> Bool {
        !isPinned && ClockGranularity.couldHideChange(after: moment, modified: modified, version: version)
    }
}
