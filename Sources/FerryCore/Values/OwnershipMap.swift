/// The value of `--usermap` or `--groupmap`: which of the source's owners becomes which at the destination.
public struct OwnershipMap: Hashable, Sendable {
    public enum Kind: String, Sendable {
        case user, group
    }

    private struct Entry: Hashable {
        let source: Source
        let target: UInt32
    }

    private enum Source: Hashable {
        case numbers(ClosedRange<UInt32>)
        case name([UInt8])
        /// With wildcards; `*` also matches numbers without a name.
        case pattern([UInt8])

        func matches(_ number: UInt32, named name: [UInt8]) -> Bool {
            switch self {
            case .numbers(let range): range.contains(number)
            case .name(let own): own == name
            case .pattern(let pattern): Wildcard.matches(pattern, name)
            }
        }
    }

    private let entries: [Entry]

    /// Reads `FROM:TO` pairs separated by commas. FROM is a name, a name with wildcards, nothing (numbers without a
    /// name), a number or a range `LOW-HIGH`; TO is a name or a number.
    /// - Parameter number: finds the number of a name at the destination.
    public init(parsing text: String, kind: Kind, number: (String) -> UInt32?) throws(ValueError) {
        var entries: [Entry] = []
        for pair in text.split(separator: ",", omittingEmptySubsequences: false) {
            guard let colon = pair.lastIndex(of: ":") else { throw ValueError(pair, "lacks a colon") }
            entries.append(
                Entry(
                    source: try Self.source(pair[..<colon]),
                    target: try Self.target(pair[pair.index(after: colon)...], kind, number)))
        }
        self.entries = entries
    }

    /// One half of `--chown`: everyone becomes `target`, a name or a number.
    public init(everyoneTo target: String, kind: Kind, number: (String) -> UInt32?) throws(ValueError) {
        entries = [Entry(source: .numbers(0...UInt32.max), target: try Self.target(target[...], kind, number))]
    }

    /// What an owner of the source becomes; nil when no pair matches.
    /// - Parameter name: its name there; nil when it has none, or with `--numeric-ids`.
    public func target(of number: UInt32, named name: String?) -> UInt32? {
        let name = Array((name ?? "").utf8)
        return entries.first { $0.source.matches(number, named: name) }?.target
    }

    private static func source(_ text: Substring) throws(ValueError) -> Source {
        guard text.utf8.first.map({ (0x30...0x39).contains($0) }) == true else {
            let isPattern = text.utf8.contains { "*?[".utf8.contains($0) }
            return isPattern ? .pattern(Array(text.utf8)) : .name(Array(text.utf8))
        }
        let bounds = text.split(separator: "-", omittingEmptySubsequences: false).map { UInt32($0) }
        guard bounds.count <= 2, let low = bounds[0], let high = bounds[bounds.count - 1], low <= high else {
            throw ValueError(text, "is neither a number nor a range of numbers")
        }
        return .numbers(low...high)
    }

    private static func target(
        _ text: Substring, _ kind: Kind, _ number: (String) -> UInt32?
    ) throws(ValueError) -> UInt32 {
        if text.isEmpty { throw ValueError("a \(kind.rawValue) is missing after the colon") }
        guard let target = UInt32(text) ?? number(String(text)) else {
            throw ValueError("there is no \(kind.rawValue) \(ValueError.quoting(text))")
        }
        return target
    }
}
