public import FerryCore

/// Something that goes wrong, and when.
public struct Fault: Sendable {
    public let call: EndpointCall
    /// Nil for any.
    public let path: RelativePath?
    /// The first matching call that it strikes, counted from 1, and how many from there on.
    public let nth: Int
    public let times: Int
    public let effect: Effect

    public init(_ effect: Effect, at call: EndpointCall, of path: RelativePath? = nil, nth: Int = 1, times: Int = 1) {
        self.call = call
        self.path = path
        self.nth = nth
        self.times = times
        self.effect = effect
    }

    public enum Effect: Sendable {
        /// The call has no effect and fails.
        case fail(EndpointError.Code)
        /// The call has its effect, but fails: the reply got lost.
        case loseReply(EndpointError.Code)
        /// A read delivers at most so many bytes.
        case shortRead(Int)
        /// A read says that the file is at its end.
        case truncate
        /// The lowest bit of a byte of what is read or written changes; the index is taken from its start.
        case flipBit(Int)
        /// A copy takes another range, so many bytes before the one that it should.
        case copyElsewhere(Int64)
        /// Of what is to be written, so many bytes are; then the connection is gone.
        case cutWrite(Int)
        /// The entry changes before the call.
        case change(Change)
        /// The call takes longer, by so many seconds.
        case delay(Double)
        /// Anything else, before the call: such as the end of the process.
        case run(@Sendable () -> Void)
    }

    /// What others may do to a file that is being read.
    public enum Change: Sendable, CaseIterable {
        case grow, shrink, vanish, becomeDirectory
    }
}
