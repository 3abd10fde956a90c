/// A version of BagIt, as a bag declares it.
package struct BagVersion: Hashable, Sendable {
    package let major: Int
    package let minor: Int

    package init(_ major: Int, _ minor: Int) {
        self.major = major
        self.minor = minor
    }

    /// Reads `M.N`; nil for anything else.
    package init?(_ text: some StringProtocol) {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 2, let major = Int(parts[0]), let minor = Int(parts[1]), major >= 0, minor >= 0 else {
            return nil
        }
        self.init(major, minor)
    }

    /// RFC 8493, and what ferry writes.
    package static let current = BagVersion(1, 0)

    package var isKnown: Bool { self == .current || (major == 0 && (93...97).contains(minor)) }

    /// Whether `bag-info.txt` has its older name, `package-info.txt`.
    package var hasPackageInfo: Bool { major == 0 && minor <= 95 }

    /// Whether the rules are those of RFC 8493: every manifest names every file, none twice, and `%` is escaped.
    package var isStrict: Bool { major >= 1 }
}

extension BagVersion: CustomStringConvertible {
    package var description: String { "\(major).\(minor)" }
}
