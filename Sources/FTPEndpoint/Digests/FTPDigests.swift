internal import FerryCore

/// The commands by which a server tells digests of its files: HASH (draft-bryan-ftp-hash), else one for each algorithm.
struct FTPDigests: Sendable {
    /// Those that are offered, the preferred one first.
    let algorithms: [DigestAlgorithm]
    private let hasHash: Bool

    private static let names: [(algorithm: DigestAlgorithm, hash: String, command: String)] = [
        (.sha256, "SHA-256", "XSHA256"), (.sha512, "SHA-512", "XSHA512"), (.sha1, "SHA-1", "XSHA1"),
        (.md5, "MD5", "XMD5"), (.crc32, "CRC32", "XCRC"),
    ]

    init(_ features: FTPFeatures) {
        let listed = features["HASH"].map { $0.uppercased().split { ";* ".contains($0) } }
        hasHash = listed != nil
        algorithms = Self.names.filter { name in
            listed?.contains(Substring(name.hash)) ?? (features[name.command] != nil)
        }.map(\.algorithm)
    }

    var preferred: DigestAlgorithm? { algorithms.first }

    /// What asks for the digest of a whole file.
    func commands(for path: [UInt8], _ algorithm: DigestAlgorithm) -> [[UInt8]] {
        guard let name = Self.names.first(where: { $0.algorithm == algorithm }) else { return [] }
        if !hasHash { return Self.quoted(path).map { [FTPCommand.line(name.command, $0)] } ?? [] }
        // Which algorithm HASH goes by is a matter of the connection.
        return [FTPCommand.line("OPTS HASH \(name.hash)"), FTPCommand.line("HASH", path)]
    }

    /// These commands may have further arguments, so a name with a space stands in quotation marks. Nil for one that has
    /// both.
    private static func quoted(_ path: [UInt8]) -> [UInt8]? {
        let mark = UInt8(ascii: "\"")
        if path.contains(mark) { return nil }
        return path.contains(UInt8(ascii: " ")) ? [mark] + path + [mark] : path
    }

    /// How long a server may take for the digest of so many bytes, in seconds: a slow disk reads 20 MB in one.
    static func patience(for length: Int64) -> Int { 60 + Int(clamping: length / 20_000_000) }

    /// The digest in the replies to these, in the last line; nil where there is none. `213 SHA-256 0-9 HEX NAME`, or
    /// `250 HEX`.
    func digest(in replies: some BidirectionalCollection<FTPReply>, _ algorithm: DigestAlgorithm) -> Digest? {
        guard let line = replies.last?.lines.last, replies.allSatisfy(\.isSuccess) else { return nil }
        for word in line.split(separator: UInt8(ascii: " ")) where word.count == 2 * algorithm.digestLength {
            if let digest = Digest(algorithm: algorithm, hexadecimal: word) { return digest }
        }
        return nil
    }
}
