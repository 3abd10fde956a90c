public import FerryCore

/// When a call that failed is made again: after transient errors only, with exponential backoff and full jitter (Brooker,
/// "Exponential Backoff And Jitter", AWS Architecture Blog 2015), and no sooner than the server asked for.
public struct RetryPolicy: Sendable {
    /// How often a call is made at most.
    public var attempts: Int
    /// How long a call and its repetitions may take, in seconds; no attempt begins later.
    public var totalTime: Double
    /// The longest wait after the first failure, in seconds; it doubles with each further one.
    public var firstDelay: Double
    public var longestDelay: Double
    /// Nil where even the first call is repeated when the place cannot be reached.
    public var contact: FirstContact?
    public var cancellation: Cancellation
    public var clock: any WaitingClock
    /// A number from 0 up to its argument, evenly distributed.
    public var random: @Sendable (Double) -> Double
    /// Told of every repetition before the wait.
    public var report: @Sendable (Repetition) -> Void

    public init(
        attempts: Int = 6, totalTime: Double = 300, firstDelay: Double = 0.5, longestDelay: Double = 30,
        cancellation: Cancellation = Cancellation(), clock: any WaitingClock = SystemClock(),
        random: @escaping @Sendable (Double) -> Double = { Double.random(in: 0...$0) },
        report: @escaping @Sendable (Repetition) -> Void = { _ in }
    ) {
        self.attempts = attempts
        self.totalTime = totalTime
        self.firstDelay = firstDelay
        self.longestDelay = longestDelay
        self.cancellation = cancellation
        self.clock = clock
        self.random = random
        self.report = report
    }

    /// A call that is about to be made again.
    public struct Repetition: Sendable {
        public let error: EndpointError
        /// How often it was made so far.
        public let attempts: Int
        /// Seconds.
        public let delay: Double
    }

    /// Makes a call until it succeeds, fails for good or its attempts and time are used up. `body` is told which attempt
    /// it is, from 1. Once `isOver`, no attempt can succeed.
    func run<Result>(
        unless isOver: () -> Bool = { false }, _ body: (Int) throws(EndpointError) -> Result
    ) throws(EndpointError) -> Result {
        let start = clock.now
        var attempt = 1
        while true {
            do throws(EndpointError) {
                let result = try body(attempt)
                contact?.made()
                return result
            } catch {
                let told = contact?.meaning(of: error) ?? error
                guard !isOver(), contact?.allowsRepetition(after: error) ?? true,
                    let delay = delay(after: error, attempt, elapsed: clock.now - start)
                else {
                    throw told
                }
                report(Repetition(error: error, attempts: attempt, delay: delay))
                if !clock.wait(delay, unless: cancellation) {
                    throw EndpointError(.cancelled, error.operation, path: error.path, location: error.location)
                }
                attempt += 1
            }
        }
    }

    /// How long to wait after an attempt failed; nil when that was the last one.
    private func delay(after error: EndpointError, _ attempt: Int, elapsed: Double) -> Double? {
        guard error.code.isTransient, attempt < attempts else { return nil }
        var growth = firstDelay
        for _ in 1..<attempt where growth < longestDelay { growth *= 2 }
        var delay = random(min(growth, longestDelay))
        if case .throttled(let retryAfter?) = error.code { delay += max(0, retryAfter) }
        return elapsed + delay <= totalTime ? delay : nil
    }
}
