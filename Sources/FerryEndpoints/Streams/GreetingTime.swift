/// The time in which another program has to say its first word. It stands still while the user is asked for something.
public struct GreetingTime {
    private let seconds: Int
    private let isUsual: Bool
    private let clock: any WaitingClock
    private var start: Double

    /// As many as are waited for where nobody said how many: longer than a login takes over a bad link.
    public static let usual = 60

    /// - Parameter seconds: Nil where nobody said how many.
    public init(seconds: Int?, clock: any WaitingClock = SystemClock()) {
        (self.seconds, isUsual) = (seconds ?? Self.usual, seconds == nil)
        self.clock = clock
        start = clock.now
    }

    /// Throws once it is over. To be called a few times a second.
    public mutating func check(_ stream: any ByteStream) throws(ConnectionFailure) {
        if stream.isAsking { start = clock.now }
        guard clock.now - start > Double(seconds) else { return }
        let hint = isUsual ? "; perhaps a start-up file of the account waits for input, or prints without end" : ""
        throw ConnectionFailure(.timedOut, "no answer within \(seconds) seconds\(hint)")
    }
}
