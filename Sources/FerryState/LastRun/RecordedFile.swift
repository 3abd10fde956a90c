package import FerryCore

/// What a record takes in of one side's file: what tells that it is still what it was.
package struct RecordedFile: Sendable {
    let size: Int64
    let modified: Timestamp?
    let version: Version?

    package var hasVersion: Bool { version != nil }

    package init(_ entry: Entry) {
        (size, modified, version) = (entry.size, entry.modified, entry.version)
    }

    /// Of a file whose version is told by its attributes.
    package init(_ attributes: Attributes) {
        (size, modified) = (attributes.size, attributes.modified)
        version = attributes.inode.map { .inode($0.identity, changed: $0.changed) }
    }

    /// Whether it could have been changed after `moment` without a trace in its times.
    package func couldHideChange(after moment: Timestamp) -> Bool {
        ClockGranularity.couldHideChange(after: moment, modified: modified, version: version)
    }
}
