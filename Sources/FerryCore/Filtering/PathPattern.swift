/// How one rule's pattern meets a path (rsync(1), "PATTERN MATCHING RULES").
struct PathPattern {
    /// Which part of the path has to match.
    enum Scope: Hashable {
        /// The last component.
        case name
        /// The end of the last component (of the pattern `*literal`, the literal).
        case nameEnding
        /// This many components at the end.
        case lastComponents(Int)
        case wholePath
        /// The whole path, or what follows any of its slashes.
        case afterAnySlash
    }

    let bytes: [UInt8]
    let scope: Scope
    /// Precedes the path before it is compared.
    let prefix: [UInt8]
    /// So many bytes of the path are left out before it is compared.
    let skippedBytes: Int
    /// Whether the pattern has a wildcard; a backslash is literal otherwise.
    let isWild: Bool
    /// The byte that a matching path ends in; nil when the pattern leaves it open.
    let lastByte: UInt8?
    /// `***` at the end: a directory is compared with a slash after it.
    let matchesContents: Bool

    init(_ rule: FilterRule, base: [UInt8]) {
        let pattern = rule.pattern
        let slashes = pattern.count { $0 == RelativePath.separator }
        let isAnchored = pattern.first == RelativePath.separator
        isWild = pattern.contains { $0 == UInt8(ascii: "*") || $0 == UInt8(ascii: "?") || $0 == UInt8(ascii: "[") }
        let firstDoubleStar = Self.firstDoubleStar(in: pattern)
        matchesContents = pattern.suffix(3).elementsEqual("***".utf8)
        let ofName = slashes == 0 && firstDoubleStar == nil
        scope =
            ofName
            ? (Self.isEnding(pattern) ? .nameEnding : .name)
            : isAnchored || firstDoubleStar == 0
                ? .wholePath
                : firstDoubleStar == nil ? .lastComponents(slashes + 1) : .afterAnySlash
        bytes = Array(isAnchored || scope == .nameEnding ? pattern.dropFirst() : pattern[...])
        lastByte = Self.lastByte(of: pattern, isWild: isWild)
        (prefix, skippedBytes) =
            ofName
            ? ([], 0)
            : rule.isAbsolute
                ? (Self.directoryPrefix(base), 0)
                : isAnchored
                    ? Self.anchoring(rule.anchor, base: base)
                    // So that `**/name` matches at the start of the path as well.
                    : (firstDoubleStar == 0 ? [RelativePath.separator] : [], 0)
    }

    private static func lastByte(of pattern: [UInt8], isWild: Bool) -> UInt8? {
        guard let last = pattern.last, !(isWild && "*?]".utf8.contains(last)) else { return nil }
        return last
    }

    private static func firstDoubleStar(in pattern: [UInt8]) -> Int? {
        let star = UInt8(ascii: "*")
        return zip(pattern, pattern.dropFirst()).enumerated().first { $1.0 == star && $1.1 == star }?.offset
    }

    /// One star, then bytes without a meaning.
    private static func isEnding(_ pattern: [UInt8]) -> Bool {
        pattern.first == UInt8(ascii: "*") && !pattern.dropFirst().contains { "*?[\\".utf8.contains($0) }
    }

    private static func anchoring(_ anchor: FilterAnchor, base: [UInt8]) -> ([UInt8], Int) {
        switch anchor {
        case .transferRoot: ([], 0)
        case .directory(let directory): ([], directory.isRoot ? 0 : directory.bytes.count + 1)
        case .above(let directory): (directoryPrefix(Array(base.dropFirst(directory.count))), 0)
        }
    }

    /// An absolute path without its first slash and with a last one; nothing for `/`.
    private static func directoryPrefix(_ path: [UInt8]) -> [UInt8] {
        path.isEmpty ? [] : path.dropFirst() + [RelativePath.separator]
    }
}
