/// Which end of a transfer asks. Each end reads the merge files of its own tree and sees the rules that apply to it.
public enum FilterSide: Hashable, Sendable {
    /// The source: an excluded entry is hidden, that is, no part of the transfer.
    case sender
    /// The destination: an excluded entry is protected from deletion.
    case receiver
}

/// The ends that a rule names; naming none means both, unless `--delete-excluded` is given.
public struct FilterSides: OptionSet, Hashable, Sendable {
    public let rawValue: UInt8

    public init(rawValue: UInt8) {
        self.rawValue = rawValue
    }

    public static let sender = FilterSides(rawValue: 1)
    public static let receiver = FilterSides(rawValue: 2)

    func covers(_ side: FilterSide) -> Bool {
        isEmpty || contains(side == .sender ? .sender : .receiver)
    }
}

extension FilterRule {
    /// The rule where both it and the rule that stands for it apply; nil when that is nowhere.
    func limited(to outer: FilterSides) -> FilterRule? {
        var rule = self
        rule.sides = sides.isEmpty || outer.isEmpty ? sides.union(outer) : sides.intersection(outer)
        let isNowhere = rule.sides.isEmpty && !(sides.isEmpty && outer.isEmpty)
        return isNowhere ? nil : rule
    }
}
