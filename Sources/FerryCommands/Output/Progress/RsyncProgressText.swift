/// The text of rsync's progress lines (rsync(1), `--progress`).
enum RsyncProgressText {
    /// `          3,005 100%  733.64kB/s    0:00:00`
    /// - Parameter rate: Bytes a second.
    static func amounts(done: Int64, of size: Int64, rate: Double, seconds: Double?, _ numbers: BigNumber.Style)
        -> String
    {
        // As rsync, an empty file is done, and a file that is still growing never is.
        let percent = done == size ? 100 : size == 0 ? 0 : min(99, done * 100 / size)
        var (value, unit) = (rate / 1024, "kB/s")
        if value > 1024 * 1024 { (value, unit) = (value / 1024 / 1024, "GB/s") }
        if value > 1024 { (value, unit) = (value / 1024, "MB/s") }
        let columns = [
            BigNumber.format(done, numbers).leftPadded(to: 15), "\(percent)%".leftPadded(to: 4),
            (BigNumber.fixed(value, digits: 2).leftPadded(to: 7) + unit),
            ClockFormat.duration(seconds).leftPadded(to: 10),
        ]
        return columns.joined(separator: " ")
    }

    /// ` (xfr#6, to-chk=1/11)`
    static func counts(transferred: Int, remaining: Int, total: Int, scanIsRunning: Bool) -> String {
        " (xfr#\(transferred), \(scanIsRunning ? "ir" : "to")-chk=\(remaining)/\(total))"
    }
}
