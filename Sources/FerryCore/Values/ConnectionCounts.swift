/// The value of `--connections`: `10` for either side of a run, or `src=10,dst=128`.
public struct ConnectionCounts: Hashable, Sendable {
    /// Nil where nothing is said.
    public private(set) var source: Int?
    public private(set) var destination: Int?

    public static let range: ClosedRange<Int64> = 1...256

    public init(parsing text: String) throws(ValueError) {
        if !text.contains("=") {
            source = Int(try WholeNumber.parse(text, in: Self.range))
            destination = source
            return
        }
        for part in text.split(separator: ",", omittingEmptySubsequences: false) {
            let halves = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let count = Int(try WholeNumber.parse(String(halves.last ?? ""), in: Self.range))
            switch halves.first {
            case "src" where halves.count == 2 && source == nil: source = count
            case "dst" where halves.count == 2 && destination == nil: destination = count
            default: throw ValueError(text, "is neither a number nor 'src=NUM,dst=NUM'")
            }
        }
    }
}
