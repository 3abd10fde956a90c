internal import Glibc

/// The value of `--stop-at` (rsync(1)): `year-month-dayThour:minute` in local time. Parts may be left out from the left,
/// and stand for the next time that fits: `31`, `12-24T18:00`, `T6:00`, `:30`. Without a time, midnight is meant.
enum StopTime {
    /// Seconds since 1970, or nil for what is no such time.
    static func parse(_ text: String, after now: Int64) -> Int64? {
        guard let parts = Parts(text) else { return nil }
        var candidate = parts.applied(to: localTime(now))
        guard let moving = parts.finestMissing else { return seconds(of: candidate, fitting: parts) }
        // The longest wait is for February 29th.
        for _ in 0..<100 {
            if let time = seconds(of: candidate, fitting: parts), time > now { return time }
            candidate[keyPath: moving] += 1
        }
        return nil
    }

    private struct Parts {
        var year: Int32?
        var month: Int32?
        var day: Int32?
        var hour: Int32? = 0
        var minute: Int32 = 0

        init?(_ text: String) {
            let halves = text.split(maxSplits: 1, omittingEmptySubsequences: false) { $0 == "T" || $0 == "t" }
            let isClockAlone = halves.count == 1 && text.contains(":")
            if !isClockAlone, !halves[0].isEmpty, !takeDate(halves[0]) { return nil }
            if isClockAlone || halves.count == 2 && !halves[1].isEmpty, !takeClock(halves.last!) { return nil }
            if text.isEmpty || text.lowercased() == "t" || hour == nil && day != nil { return nil }
        }

        private mutating func takeDate(_ text: Substring) -> Bool {
            let numbers = text.split(omittingEmptySubsequences: false) { $0 == "-" || $0 == "/" }.map { Int32($0) }
            guard (1...3).contains(numbers.count), numbers.allSatisfy({ $0 != nil && $0! >= 0 }) else { return false }
            day = numbers.last!
            month = numbers.dropLast().last ?? nil
            year = numbers.count == 3 ? numbers[0].map { $0 < 100 ? $0 + 2000 : $0 } : nil
            return (1...31).contains(day!) && (1...12).contains(month ?? 1)
        }

        private mutating func takeClock(_ text: Substring) -> Bool {
            let numbers = text.split(separator: ":", omittingEmptySubsequences: false)
            guard numbers.count == 2, let minute = Int32(numbers[1]), (0...59).contains(minute) else { return false }
            self.minute = minute
            hour = Int32(numbers[0])
            return numbers[0].isEmpty || (0...23).contains(hour ?? -1)
        }

        /// The smallest unit that was left out, which moves forward until the time fits.
        var finestMissing: WritableKeyPath<tm, Int32>? {
            if hour == nil { return \.tm_hour }
            if day == nil { return \.tm_mday }
            if month == nil { return \.tm_mon }
            return year == nil ? \.tm_year : nil
        }

        func applied(to now: tm) -> tm {
            var time = now
            if let year { time.tm_year = year - 1900 }
            if let month { time.tm_mon = month - 1 }
            if let day { time.tm_mday = day }
            if let hour { time.tm_hour = hour }
            time.tm_min = minute
            time.tm_sec = 0
            time.tm_isdst = -1
            return time
        }
    }

    private static func localTime(_ seconds: Int64) -> tm {
        var time = time_t(seconds)
        var parts = tm()
        localtime_r(&time, &parts)
        return parts
    }

    /// Nil when the month does not have the day.
    private static func seconds(of time: tm, fitting parts: Parts) -> Int64? {
        var time = time
        let seconds = mktime(&time)
        if seconds == -1 || parts.day.map({ $0 != time.tm_mday }) ?? false { return nil }
        return Int64(seconds)
    }
}
