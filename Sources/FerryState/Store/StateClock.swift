internal import FerryCore

/// When a row was last of use. Told to the database only now and then: reading must not cost a write.
enum StateClock {
    /// A week, in seconds.
    private static let interval: Int64 = 7 * 24 * 3600

    static var now: Int64 { Timestamp.now.seconds }

    static func isOutdated(_ seen: Int64) -> Bool { now - seen > interval }
}
