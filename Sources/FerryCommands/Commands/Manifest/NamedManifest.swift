internal import FerryCore
internal import FerryManifest

/// A manifest that knows its name, and whether it was the one that could not be read.
final class NamedManifest: RecordReader {
    let name: [UInt8]
    private(set) var hasFailed = false
    private let reader: any RecordReader

    init(_ reader: any RecordReader, name: [UInt8]) {
        self.reader = reader
        self.name = name
    }

    var dialect: Dialect { reader.dialect }
    var algorithms: [DigestAlgorithm] { reader.algorithms }
    var isOrdered: Bool { reader.isOrdered }
    var line: Int { reader.line }
    var isComplete: Bool { reader.isComplete }
    var warnings: [ManifestWarning] { reader.warnings }

    func next() throws(ManifestError) -> Record? {
        do throws(ManifestError) {
            return try reader.next()
        } catch {
            hasFailed = true
            throw error
        }
    }
}
