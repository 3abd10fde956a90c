/// Bounds the bytes that are hashed in vain.
///
/// A hostile file can be made so that weak keys agree everywhere and strong hashes nowhere. Each segment may waste 64
/// times its length; then further checks in it are refused. The output stays exact and independent of the number of
/// threads; only some matches are lost. No other data has been seen to come near the limit.
struct StrongCheckBudget {
    private static let wastePerByte = 64

    private var rest = 0

    var isSpent: Bool { rest < 0 }

    mutating func refill(segmentLength: Int) { rest = Self.wastePerByte * segmentLength }

    mutating func charge(_ bytes: Int) { rest -= bytes }
}
