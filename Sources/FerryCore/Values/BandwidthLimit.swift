/// The value of `--bwlimit`: a rate in bytes a second, a number alone counting KiB.
public enum BandwidthLimit {
    /// - Returns: bytes a second, a multiple of 1024 as in rsync; nil for 0, which is no limit.
    public static func parse(_ text: String) throws(ValueError) -> Int64? {
        let rate = try ByteSize.parse(text, defaultUnit: .kibibytes)
        if rate == 0 { return nil }
        if rate < 512 { throw ValueError(text, "is too slow: the least is 512 bytes a second, 0 is no limit") }
        return rate / 1024 * 1024 + (rate % 1024 >= 512 ? 1024 : 0)
    }
}
