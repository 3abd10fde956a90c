/// How much the kernel is asked to copy at a time: what it does in about a tenth of a second, so that neither a cancelled
/// run nor a live line waits longer, be the disk fast or the bandwidth limited.
struct SlicePace {
    private(set) var length: Int64 = 256 << 10

    private static let least: Int64 = 16 << 10
    private static let most: Int64 = 64 << 20

    mutating func took(_ time: Duration) {
        if time < .milliseconds(50) { length = min(length * 2, Self.most) }
        if time > .milliseconds(200) { length = max(length / 2, Self.least) }
    }
}
