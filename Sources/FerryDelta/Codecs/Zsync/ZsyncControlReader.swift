public import FerryCore

extension ZsyncControl {
    /// Reads a control file, which may come from anyone. Memory grows with the bytes that really come.
    public static func read(from source: any SequentialBytes) throws(DeltaError) -> ZsyncControl {
        var reader = ZsyncControlReader(source)
        return try reader.read()
    }
}

private struct ZsyncControlReader {
    private static let longestLine = 1 << 16
    private static let mostLines = 10_000
    /// Of all headers, in bytes.
    private static let longestHeaders = 1 << 20
    /// The program whose files are read.
    private static let version = [0, 6, 2]

    private let input: BufferedInput
    private var values: [String: [String]] = [:]
    /// Unknown headers that may be passed over.
    private var safe: Set<Substring> = []
    private static let known: Set<String> = [
        "zsync", "Min-Version", "Safe", "Filename", "MTime", "Blocksize", "Length", "Hash-Lengths", "URL", "Z-URL",
        "SHA-1", "Z-Map2", "Z-Filename", "Recompress",
    ]

    init(_ source: any SequentialBytes) {
        input = BufferedInput(source, format: .zsyncControl)
    }

    mutating func read() throws(DeltaError) -> ZsyncControl {
        guard try input.byte() == UInt8(ascii: "z") else { throw input.damaged(.wrongMagic) }
        try takeHeader("z" + (try line()))
        if values["zsync"] == nil { throw input.damaged(.wrongMagic) }
        var length = 0
        for _ in 0..<Self.mostLines {
            let text = try line()
            if text.isEmpty { return try control() }
            length += text.utf8.count
            if length > Self.longestHeaders { break }
            try takeHeader(text)
        }
        throw input.damaged(.invalidField("number of headers"))
    }

    private func line() throws(DeltaError) -> String {
        var bytes: [UInt8] = []
        while bytes.count < Self.longestLine {
            let byte = try input.byte()
            if byte == UInt8(ascii: "\n") { return String(decoding: bytes, as: UTF8.self) }
            bytes.append(byte)
        }
        throw input.damaged(.invalidField("header"))
    }

    private mutating func takeHeader(_ line: String) throws(DeltaError) {
        guard let colon = line.firstIndex(of: ":") else { throw input.damaged(.invalidField("header")) }
        let name = String(line[..<colon])
        let value = line[line.index(after: colon)...].drop { $0 == " " }
        if name == "Safe" { safe.formUnion(value.split(separator: " ")) }
        guard Self.known.contains(name) || safe.contains(name[...]) else {
            throw input.damaged(.invalidField(DisplayName.escaping(name.utf8)))
        }
        if name == "Min-Version" { try requireVersion(value) }
        values[name, default: []].append(String(value))
        if name == "Z-Map2" {
            // The map of compressed blocks follows its header; compressed copies are not used.
            let count = try number("Z-Map2", 0...(1 << 40))
            try input.forEachPiece(of: Int64(count) * 4) { _ in }
        }
    }

    /// Refuses what only later programs understand.
    private func requireVersion(_ text: some StringProtocol) throws(DeltaError) {
        let numbers = text.split(separator: ".").map { Int($0) ?? .max }
        if Self.version.lexicographicallyPrecedes(numbers) { throw input.damaged(.invalidField("Min-Version")) }
    }

    private func number(_ name: String, _ range: ClosedRange<Int>) throws(DeltaError) -> Int {
        guard let number = values[name]?.last.flatMap({ Int($0) }), range.contains(number) else {
            throw input.damaged(.invalidField(name))
        }
        return number
    }

    private func control() throws(DeltaError) -> ZsyncControl {
        let blockSize = try number("Blocksize", ZsyncControl.blockSizes)
        if blockSize.nonzeroBitCount != 1 { throw input.damaged(.invalidField("Blocksize")) }
        let length = try number("Length", 0...(.max >> 1))
        let count = ZsyncControl.blockCount(length: length, blockSize: blockSize)
        // Block numbers have 32 bits, the highest of which means none.
        if count >= Int(UInt32.max) { throw input.damaged(.invalidField("Length")) }
        let lengths = try hashLengths()
        let (sums, checksums) = try blocks(count, lengths)
        return ZsyncControl(
            filename: values["Filename"]?.last, modified: values["MTime"]?.last, blockSize: blockSize, length: length,
            hashLengths: lengths, urls: values["URL"] ?? [], compressedURLs: values["Z-URL"] ?? [],
            digest: try digest(), sums: sums, checksums: checksums)
    }

    private func hashLengths() throws(DeltaError) -> ZsyncHashLengths {
        guard let text = values["Hash-Lengths"]?.last else { return .absent }
        let numbers = text.split(separator: ",", omittingEmptySubsequences: false).map { Int($0) ?? -1 }
        guard numbers.count == 3,
            let lengths = ZsyncHashLengths(run: numbers[0], sum: numbers[1], checksum: numbers[2])
        else { throw input.damaged(.invalidField("Hash-Lengths")) }
        return lengths
    }

    private func digest() throws(DeltaError) -> Digest? {
        guard let text = values["SHA-1"]?.last else { return nil }
        guard let digest = Digest(algorithm: .sha1, hexadecimal: text.utf8) else {
            throw input.damaged(.invalidField("SHA-1"))
        }
        return digest
    }

    /// What follows the last block is not looked at: `zsyncmake -z` writes one record too many.
    private func blocks(_ count: Int, _ lengths: ZsyncHashLengths) throws(DeltaError) -> ([UInt32], [UInt8]) {
        var sums: [UInt32] = []
        var checksums: [UInt8] = []
        for _ in 0..<count {
            try input.withRecord(of: lengths.sum + lengths.checksum) { record in
                let sum = record.prefix(lengths.sum).reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
                sums.append((sum >> 16 | sum << 16) & lengths.significant)
                checksums.append(contentsOf: record.dropFirst(lengths.sum))
            }
        }
        return (sums, checksums)
    }
}
