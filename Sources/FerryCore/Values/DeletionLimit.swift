/// The value of `--max-delete`.
public enum DeletionLimit: Hashable, Sendable {
    /// So many entries; a negative number means none, as in rsync.
    case count(Int)
    /// So many of a hundred of the destination's entries, 0 to 100.
    case percent(Double)

    public init(parsing text: String) throws(ValueError) {
        if let count = Int(text) {
            self = .count(max(0, count))
        } else if text.hasSuffix("%"), let percent = Double(text.dropLast()), (0...100).contains(percent) {
            self = .percent(percent)
        } else {
            throw ValueError(text, "is neither a number of entries nor a percentage")
        }
    }
}
