public import FerryCore

/// What the name of a manifest or check file says.
public enum CheckFileName {
    /// The algorithm of the digests in it: of `data.csv.sha256`, `SHA256SUMS`, `md5sum.txt`. Nil where the name does not say.
    public static func algorithm(of name: some Collection<UInt8>) -> DigestAlgorithm? {
        var base = String(decoding: name, as: UTF8.self).lowercased()
        for ending in [".gz", ".txt", ".asc"] where base.hasSuffix(ending) { base.removeLast(ending.count) }
        let stem = base.split(separator: "/").last.map(String.init) ?? base
        let words = stem.split { $0 == "." || $0 == "-" || $0 == "_" }.reversed()
        for word in words {
            for (text, algorithm) in endings where word == text || word == text + "sum" || word == text + "sums" {
                return algorithm
            }
        }
        return nil
    }

    private static let endings: [(String, DigestAlgorithm)] =
        DigestAlgorithm.allCases.map { ($0.rawValue, $0) } + [("b2", .blake2b), ("sfv", .crc32)]
}
