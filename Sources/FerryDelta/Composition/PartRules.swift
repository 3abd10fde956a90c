/// How an object store lets a file be put together from parts.
public struct PartRules: Hashable, Sendable {
    /// Of every part but the last, in bytes.
    public let minimum: Int64
    /// Of every part, in bytes.
    public let maximum: Int64
    /// The most parts that a file may have.
    public let count: Int

    /// `maximum` must be at least 2 * `minimum` - 1, so that every length from `minimum` on can be cut into parts.
    public init(minimum: Int64, maximum: Int64, count: Int) {
        precondition(minimum > 0 && count > 0 && maximum >= 2 * minimum - 1)
        self.minimum = minimum
        self.maximum = maximum
        self.count = count
    }

    /// Amazon's: 5 MiB to 5 GiB, 10,000 parts.
    public static let s3 = PartRules(minimum: 5 << 20, maximum: 5 << 30, count: 10_000)

    /// The fewest parts that hold `length` bytes.
    func parts(for length: Int64) -> Int { Int((length + maximum - 1) / maximum) }

    /// How many bytes are sent for what lies between two copies that are kept: nothing, or at least a part.
    func sent(forGap length: Int64) -> Int64 { length == 0 ? 0 : max(length, minimum) }
}
