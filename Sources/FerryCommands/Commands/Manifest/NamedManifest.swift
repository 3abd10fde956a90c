internal import FerryCore
internal import FerryManifest

/// A manifest that knows its name, and whether it was the one that could not be read.
final class NamedManifest: RecordReader {
    let name: [UInt8]
    private(set) var hasFailed = false
    /// The digests that came up so far. Where records have to be sorted, that is all of them before the first comes out.
    private(set) var seenAlgorithms: [DigestAlgorithm] = []
    private let reader: any RecordReader

    init(_ reader: any RecordReader, name: [UInt8]) {
        self.reader = reader
        self.name = name
    }

    var dialect: Dialect { reader.dialect }
    var algorithms: [DigestAlgorithm] { reader.algorithms }
    var nativeHeader: NativeHeader? { reader.nativeHeader }
    var isOrdered: Bool { reader.isOrdered }
    var line: Int { reader.line }
    var isComplete: Bool { reader.isComplete }
    var warnings: [ManifestWarning] { reader.warnings }

    func next() throws(ManifestError) -> Record? {
        do throws(ManifestError) {
            let record = try reader.next()
            for digest in record?.digests ?? [] where !seenAlgorithms.contains(digest.algorithm) {
                seenAlgorithms.append(digest.algorithm)
            }
            return record
        } catch {
            hasFailed = true
            throw error
        }
    }
}
