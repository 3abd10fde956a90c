/// The value of `--chown`: `USER:GROUP`, `USER` or `:GROUP`.
public struct OwnerPair: Hashable, Sendable {
    /// nil when the text leaves it out.
    public let user: String?
    public let group: String?

    public init(parsing text: String) {
        let halves = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        user = halves.first.flatMap { $0.isEmpty ? nil : $0 }
        group = halves.count == 2 && !halves[1].isEmpty ? halves[1] : nil
    }
}
