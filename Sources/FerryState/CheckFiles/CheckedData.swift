public import FerryCore

/// What shows that data is what a check file was written about: a server's tag, else size and time. Attributes may change.
public struct CheckedData: Hashable, Sendable {
    /// Nil where neither tag nor time is known: then nothing shows it.
    public let fingerprint: UInt64?

    public init(fingerprint: UInt64?) {
        self.fingerprint = fingerprint
    }

    /// - Parameter entry: At its source.
    public init(_ entry: Entry) {
        let file: RecordedFile
        if case .tag? = entry.version {
            // Listings may tell no time where a look does.
            file = RecordedFile(listedByTag: entry)
        } else {
            guard entry.modified != nil else {
                fingerprint = nil
                return
            }
            file = RecordedFile(size: entry.size, modified: entry.modified)
        }
        fingerprint = RecordFingerprint.of(source: file, destination: RecordedFile(size: 0, modified: nil))
    }
}
