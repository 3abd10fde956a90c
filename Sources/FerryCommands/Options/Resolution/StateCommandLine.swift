public import FerryState

/// What a `state` command line asks for.
public struct StateCommandLine: Sendable {
    public enum Step: Sendable {
        case show
        case clear([StateStore.Part])
    }

    public let step: Step

    public init(_ arguments: Arguments) throws(UsageError) {
        let words = arguments.operands.map { String(decoding: $0, as: UTF8.self) }
        switch words.first {
        case "show":
            if words.count > 1 { throw UsageError("'show' takes no further words") }
            step = .show
        case "clear": step = .clear(try Self.parts(words.dropFirst()))
        case let word?: throw UsageError("'\(word)' is not 'show' or 'clear'")
        case nil: throw UsageError("'show' or 'clear' has to be named; see --help")
        }
    }

    /// All of them where none is named.
    private static func parts(_ words: ArraySlice<String>) throws(UsageError) -> [StateStore.Part] {
        let all = StateStore.Part.allCases
        if words.isEmpty { return all }
        var parts: [StateStore.Part] = []
        for word in words {
            guard let part = StateStore.Part(rawValue: word) else {
                throw UsageError("'\(word)' is not one of: \(all.map(\.rawValue).joined(separator: ", "))")
            }
            parts.append(part)
        }
        return parts
    }
}
