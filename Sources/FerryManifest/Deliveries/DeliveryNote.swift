package import FerryCore

/// The small file that comes with a data file and says what that has to be: lines of `sha256sum`, of its kin or of SFV
/// programs, a digest alone, or words such as `records: 120`. What is like none of these says nothing.
package enum DeliveryNote {
    /// What the note says of the file `name`.
    ///
    /// - Parameter algorithm: What its digests are of, by its name. It has to hold one then, of this file.
    package static func record(
        of name: [UInt8], in text: [UInt8], algorithm: DigestAlgorithm?
    ) throws(ManifestError) -> Record {
        var record = Record(path: RelativePath(unchecked: name))
        var number = 0
        for line in text.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
            number += 1
            let content = line.trimmed
            if content.isEmpty || content.first == UInt8(ascii: "#") || content.first == UInt8(ascii: ";") { continue }
            try add(content, to: &record, algorithm, line: number)
        }
        if let algorithm, record.digest(algorithm) == nil {
            throw .damaged(line: max(1, number), .malformed("there is no \(algorithm.rawValue) digest of the file"))
        }
        return record
    }

    private static func add(
        _ line: ArraySlice<UInt8>, to record: inout Record, _ algorithm: DigestAlgorithm?, line number: Int
    ) throws(ManifestError) {
        let digits = algorithm ?? DigestAlgorithm(digitCount: line.count)
        if let digits, line.allSatisfy(Hexadecimal.isDigit), let digest = Digest(algorithm: digits, hexadecimal: line) {
            return try add(digest, to: &record, line: number)
        }
        if let named = line.withUnsafeBytes({ checkLine($0, algorithm) }) {
            if named.name.lastComponent.elementsEqual(record.path.bytes) {
                try add(named.digest, to: &record, line: number)
            }
            return
        }
        try addWords(line, to: &record, line: number)
    }

    private static func checkLine(
        _ line: UnsafeRawBufferPointer, _ algorithm: DigestAlgorithm?
    ) -> (digest: Digest, name: [UInt8])? {
        do throws(CheckLine.Failure) {
            let parsed = try CheckLine(parsing: line, algorithm: algorithm)
            return (parsed.digest, parsed.name)
        } catch {
            guard algorithm == nil || algorithm == .crc32, let (name, digest) = SFVReader.split(line[...]) else {
                return nil
            }
            return (digest, name)
        }
    }

    /// `records = 120`, `Size: 4711`, `sha256: 2c8b...`. A line that begins with such a key has to state its value.
    private static func addWords(
        _ line: ArraySlice<UInt8>, to record: inout Record, line number: Int
    ) throws(ManifestError) {
        let words = line.split { [":", "=", " ", "\t"].map { UInt8(ascii: $0) }.contains($0) }
        let key = words.first.map { String(decoding: $0, as: UTF8.self).lowercased() } ?? ""
        guard DigestAlgorithm(rawValue: key) != nil || sizes.contains(key) || lineCounts.contains(key) else { return }
        guard words.count == 2 else {
            throw .damaged(line: number, .malformed("'\(key)' is followed by something else than one value"))
        }
        if let algorithm = DigestAlgorithm(rawValue: key) {
            guard let digest = Digest(algorithm: algorithm, hexadecimal: words[1]) else {
                throw .damaged(line: number, .malformed("the \(key) digest is none"))
            }
            return try add(digest, to: &record, line: number)
        }
        guard let value = Int64(String(decoding: words[1], as: UTF8.self)), value >= 0 else {
            throw .damaged(line: number, .malformed("the number of \(sizes.contains(key) ? "bytes" : key) is none"))
        }
        if sizes.contains(key) { record.size = value } else { record.lineCount = value }
    }

    private static let sizes: Set = ["size", "bytes"]
    private static let lineCounts: Set = ["records", "rows", "lines"]

    private static func add(_ digest: Digest, to record: inout Record, line: Int) throws(ManifestError) {
        if let known = record.digest(digest.algorithm) {
            if known != digest { throw .damaged(line: line, .contradiction(record.path, earlier: 1)) }
        } else {
            record.digests.append(digest)
        }
    }
}

extension ArraySlice<UInt8> {
    fileprivate var trimmed: ArraySlice<UInt8> {
        let blank: (UInt8) -> Bool = { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") || $0 == UInt8(ascii: "\r") }
        var rest = drop(while: blank)
        while let last = rest.last, blank(last) { rest.removeLast() }
        return rest
    }
}

extension [UInt8] {
    fileprivate var lastComponent: ArraySlice<UInt8> {
        self[(lastIndex(of: RelativePath.separator).map { $0 + 1 } ?? 0)...]
    }
}
