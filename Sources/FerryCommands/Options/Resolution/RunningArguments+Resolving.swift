internal import FerryCore

extension RunningArguments {
    /// Bytes a second; nil is no limit.
    func bandwidthLimit() throws(UsageError) -> Int64? {
        guard let bandwidth else { return nil }
        return try bandwidth.parsed { (text) throws(ValueError) in try BandwidthLimit.parse(text) }
    }

    /// Seconds without progress after which a run gives up; nil, or 0 on the command line: never.
    func idleTime() throws(UsageError) -> Int? {
        guard let seconds = try timeout?.integer(in: 0...Int(Int32.max)), seconds > 0 else { return nil }
        return seconds
    }

    /// When to stop, in seconds since 1970.
    func stopTime(_ now: Int64) throws(UsageError) -> Int64? {
        if let stopAfter { return now + Int64(try stopAfter.integer(in: 1...Int(Int32.max))) * 60 }
        guard let stopAt else { return nil }
        guard let time = StopTime.parse(try stopAt.text(), after: now) else {
            throw UsageError("\(stopAt.option): '\(stopAt.shown)' is not a date and time such as 2027-01-31T06:00")
        }
        if time <= now { throw UsageError("\(stopAt.option): '\(stopAt.shown)' is not in the future") }
        return time
    }
}
