/// How an object is cut into parts ("Amazon S3 multipart upload limits").
struct PartPlan {
    /// Of all parts but the last.
    static let smallest: Int64 = 5 << 20
    static let largest: Int64 = 5 << 30
    /// Larger ones would keep the store busy for minutes without an answer.
    static let largestCopy: Int64 = 1 << 30
    static let mostParts = 10_000

    /// Up to here an object is one request. Above, parts go out while the next one is read, and a failure costs one part.
    static let largestSingle: Int64 = 8 << 20
    private static let usual: Int64 = 8 << 20
    /// Where the length is not known, so many parts are of one size before the next ones are twice as large.
    private static let stepWithoutLength = 1000

    let size: Int64?

    /// The length of a part by its number from 1 on: the least that fits the object into the number of parts, in whole
    /// MiB.
    func length(ofPart number: Int) -> Int64 {
        guard let size else { return min(Self.largest, Self.usual << Int64((number - 1) / Self.stepWithoutLength)) }
        let least = (size + Int64(Self.mostParts) - 1) / Int64(Self.mostParts)
        let mebibyte: Int64 = 1 << 20
        let whole = (least + mebibyte - 1) / mebibyte * mebibyte
        return min(Self.largest, max(Self.usual, whole))
    }

    /// Parts of other programs, in MiB: rclone and Amazon's libraries 5, its command line 8, s3cmd 15, MinIO's client 16, s5cmd
    /// 50, Hadoop 64 and more.
    private static let usualOfOthers: [Int64] = [8, 5, 15, 16, 50, 64, 10, 32, 100, 128, 256, 512, 1024]
    /// Each costs a digest of all the content.
    private static let mostGuesses = 3

    /// What whole parts of an object may be long that came in so many: ferry's own plan first.
    static func usualLengths(of size: Int64, parts: Int) -> [Int64] {
        var lengths: [Int64] = []
        for length in [PartPlan(size: size).length(ofPart: 1)] + usualOfOthers.map({ $0 << 20 })
        where (size + length - 1) / length == Int64(parts) && !lengths.contains(length) {
            lengths.append(length)
        }
        return Array(lengths.prefix(mostGuesses))
    }

    /// Whether it is one request.
    var isSingle: Bool { size.map { $0 <= Self.largestSingle } ?? false }
}
