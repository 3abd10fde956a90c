/// Why a request came to no whole response. Statuses that a server answers are responses, not failures.
public struct CurlFailure: Error, Sendable, Hashable {
    public let cause: Cause
    /// In words, for messages; never parsed.
    public let reason: String

    public enum Cause: Sendable, Hashable {
        /// A status of libcurl, CURLcode.
        case curl(UInt32)
        /// libcurl is not installed.
        case noLibrary
        /// The run was cancelled, or the engine was closed.
        case cancelled
        /// A response that was to be kept in memory is larger than anything that makes sense.
        case tooLong
    }

    public init(_ cause: Cause, _ reason: String) {
        self.cause = cause
        self.reason = reason
    }

    public static let cancelled = CurlFailure(.cancelled, "cancelled")
    public static let noLibrary = CurlFailure(.noLibrary, "libcurl is not installed (libcurl.so.4)")
}
