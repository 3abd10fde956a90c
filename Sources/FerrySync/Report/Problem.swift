public import FerryCore
public import FerryEndpoints

/// Something that did not go as asked. Each has a severity that decides the exit status and one line for the user.
public struct Problem: Sendable {
    public let severity: Severity
    public let kind: Kind

    public init(_ severity: Severity, _ kind: Kind) {
        self.severity = severity
        self.kind = kind
    }

    public enum Severity: Sendable, Hashable, Comparable {
        /// Said only when asked for details; changes nothing.
        case note
        /// Said; changes nothing.
        case warning
        /// A file that vanished before it could be read: status 24.
        case vanished
        /// Not everything could be done: status 23.
        case error
        /// The run ends.
        case fatal
    }

    public enum Kind: Sendable {
        case endpoint(EndpointError)
        /// An entry was left out, for a reason that concerns it alone.
        case skipped(Entry, Reason)
        /// Metadata of this kind was not set on some entries; reported once for each kind.
        case metadataNotKept(MetadataFields, count: Int)
        /// Times of these files were to be compared, and one side tells none.
        case timesUnknown(count: Int)
        /// Names that are to be hard links have content of their own.
        case hardLinksNotKept(count: Int)
        /// Entries of this kind cannot be kept there.
        case kindNotKept(EntryKind, count: Int)
        /// A file is not sent yet, because of what is missing beside it.
        case incompleteDelivery(RelativePath, String)
        /// A directory stays because something in it does.
        case directoryNotEmpty(RelativePath)
        /// Deletions were given up, because of errors in the scan.
        case deletionSkipped
        /// An empty source would empty the destination.
        case emptySource
        case deletionLimit(wanted: Int, allowed: Int)
        /// A rule in a merge file is not understood, or the file cannot be had: nothing tells what takes part.
        case filterRule(FilterParseError)
        /// The file was sent twice and did not arrive whole.
        case verificationFailed(RelativePath)
        /// Further names in one sentence, for what has no kind of its own.
        case message(String)
    }
}
