/// A value behind a lock, and the means to wait until it is as one needs it.
public final class Monitor<Value>: @unchecked Sendable {
    private let condition = Condition()
    private var value: Value

    public init(_ value: Value) {
        self.value = value
    }

    /// Looks at the value, or changes what nobody waits for.
    public func withLock<Result, Failure>(
        _ body: (inout Value) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        condition.lock()
        defer { condition.unlock() }
        return try body(&value)
    }

    /// Changes the value and lets everyone who waits look again: when the lock is free, so that nobody wakes only to wait for it.
    public func update<Result, Failure>(
        _ body: (inout Value) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        condition.lock()
        defer {
            condition.unlock()
            condition.broadcast()
        }
        return try body(&value)
    }

    /// Lets everyone who waits look again, after a `wait` that changed the value for others.
    public func wake() {
        condition.broadcast()
    }

    /// Waits until `body` has a result; it is asked again after each `update`.
    public func wait<Result, Failure>(
        until body: (inout Value) throws(Failure) -> Result?
    ) throws(Failure) -> Result {
        condition.lock()
        defer { condition.unlock() }
        while true {
            if let result = try body(&value) { return result }
            condition.wait()
        }
    }
}
