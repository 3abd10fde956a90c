/// A version of BagIt, as a bag declares it.
public struct BagVersion: Hashable, Sendable {
    public let major: Int
    public let minor: Int

    public init(_ major: Int, _ minor: Int) {
        self.major = major
        self.minor = minor
    }

    /// Reads `M.N`; nil for anything else.
    public init?(_ text: some StringProtocol) {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 2, let major = Int(parts[0]), let minor = Int(parts[1]), major >= 0, minor >= 0 else {
            return nil
        }
        self.init(major, minor)
    }

    /// RFC 8493, and what ferry writes.
    public static let current = BagVersion(1, 0)

    public var isKnown: Bool { self == .current || (major == 0 && (93...97).contains(minor)) }

    /// Whether `bag-info.txt` has its older name, `package-info.txt`.
    public var hasPackageInfo: Bool { major == 0 && minor <= 95 }

    /// Whether the rules are those of RFC 8493: every manifest names every file, none twice, and `%` is escaped.
    public var isStrict: Bool { major >= 1 }
}

extension BagVersion: CustomStringConvertible {
    public var description: String { "\(major).\(minor)" }
}
