public import FerryCore

/// The records of a list that happens to be in canonical order, as they come: nothing is sorted. A record that is out of order
/// is an error. Lines of one path that follow each other become one record, as `SortedRecords` makes of them.
public final class AscendingRecords: RecordReader {
    private let reader: any RecordReader
    private var ahead: SpooledRecord?
    private var order = CanonicalSequence()
    private var hasBegun = false
    public private(set) var line = 0

    public init(_ reader: any RecordReader) {
        self.reader = reader
    }

    public var dialect: Dialect { reader.dialect }
    public var algorithms: [DigestAlgorithm] { reader.algorithms }
    public var isOrdered: Bool { true }
    public var isComplete: Bool { reader.isComplete }
    public var warnings: [ManifestWarning] { reader.warnings }

    public func next() throws(ManifestError) -> Record? {
        if !hasBegun { ahead = try read() }
        hasBegun = true
        guard var joined = ahead else { return nil }
        ahead = try read()
        while let other = ahead, other.isOfSamePath(as: joined) {
            try joined.join(other)
            ahead = try read()
        }
        line = joined.line
        if let damage = order.admit(joined.record) { throw .damaged(line: line, damage) }
        return joined.record
    }

    private func read() throws(ManifestError) -> SpooledRecord? {
        try reader.next().map { SpooledRecord(record: $0, line: reader.line) }
    }
}

extension AscendingRecords {
    /// Reads a list to its end, or to where it leaves canonical order: whether it has that. Throws whatever else is wrong with it.
    public static func fit(_ reader: any RecordReader) throws(ManifestError) -> Bool {
        let records = AscendingRecords(reader)
        do throws(ManifestError) {
            while try records.next() != nil {}
            return true
        } catch {
            switch error {
            case .damaged(_, .outOfOrder), .damaged(_, .duplicate): return false
            default: throw error
            }
        }
    }
}
