/// Plain decimal numbers, as `--timeout`, `--modify-window` or `--parallel` take them.
public enum WholeNumber {
    public static func parse(_ text: String, in range: ClosedRange<Int64>) throws(ValueError) -> Int64 {
        guard let number = Int64(text) else { throw ValueError(text, "is not a whole number") }
        guard range.contains(number) else {
            let bound = number < range.lowerBound ? "less than \(range.lowerBound)" : "more than \(range.upperBound)"
            throw ValueError(text, "is \(bound)")
        }
        return number
    }
}
