/// Why a request came to no whole response. Statuses that a server answers are responses, not failures.
package struct CurlFailure: Error, Sendable, Hashable {
    package let cause: Cause
    /// In words, for messages; never parsed.
    package let reason: String

    package enum Cause: Sendable, Hashable {
        /// A status of libcurl, CURLcode.
        case curl(UInt32)
        /// libcurl is not installed.
        case noLibrary
        /// The run was cancelled, or the engine was closed.
        case cancelled
        /// A response that was to be kept in memory is larger than anything that makes sense.
        case tooLong
    }

    package init(_ cause: Cause, _ reason: String) {
        self.cause = cause
        self.reason = reason
    }

    package static let cancelled = CurlFailure(.cancelled, "cancelled")
    package static let noLibrary = CurlFailure(.noLibrary, "libcurl is not installed (libcurl.so.4)")
}
