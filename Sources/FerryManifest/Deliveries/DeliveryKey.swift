internal import FerryCore

/// What a word of a delivery note is about: `record_count`, `Size`, `SHA-256`. Case, and what joins words, mean nothing.
enum DeliveryKey: Equatable {
    case size
    case lines
    case digest(DigestAlgorithm)
    /// The data file's name.
    case name

    /// Nil for a word that has no meaning here.
    /// - Parameter isMarked: Whether a sign says that a value follows: else a sentence may begin with the word.
    init?(_ word: ArraySlice<UInt8>, isMarked: Bool = true) {
        let joints = [" ", "\t", "_", "-", "."].map { UInt8(ascii: $0) }
        let text = String(decoding: word.filter { !joints.contains($0) }, as: UTF8.self).lowercased()
        if !isMarked, Self.usual.contains(text) { return nil }
        if Self.sizes.contains(text) {
            self = .size
        } else if Self.counts.contains(text) {
            self = .lines
        } else if Self.names.contains(text) {
            self = .name
        } else if let algorithm = DigestAlgorithm(rawValue: text) {
            self = .digest(algorithm)
        } else {
            return nil
        }
    }

    private static let sizes: Set = ["size", "filesize", "bytes", "byte", "bytecount", "sizebytes", "sizeinbytes"]
    private static let counts: Set = [
        "records", "record", "recordcount", "recordscount", "numberofrecords", "numrecords", "rows", "row", "rowcount",
        "numberofrows", "numrows", "lines", "line", "linecount", "numberoflines", "numlines", "count",
    ]
    /// With which sentences begin as well.
    private static let usual: Set = ["byte", "record", "row", "line", "file", "filename", "datafile"]
    private static let names: Set = ["file", "filename", "datafile"]
}
