extension Capabilities {
    /// How many bytes of small files keep a link busy whose round trip was measured to take so many seconds: of three round trips
    /// that a file takes, at a gigabit a second. What takes less than 10 ms may be a near host that is busy. 2,000 files of 10 KiB
    /// over loopback cost an SFTP server twice the time with 5 MiB at a time than they do with 1 MiB.
    public static func bytesTogether(roundTrip: Double) -> Int64 {
        min(max(Int64(3 * (roundTrip - 0.01) * 125e6), 1 << 20), 8 << 20)
    }
}
