/// The value of `--connections`: `10` for either side of a run, or `src=10,dst=128`.
package struct ConnectionCounts: Hashable, Sendable {
    /// Nil where nothing is said.
    package private(set) var source: Int?
    package private(set) var destination: Int?

    package static let range: ClosedRange<Int64> = 1...256

    package init(parsing text: String) throws(ValueError) {
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
