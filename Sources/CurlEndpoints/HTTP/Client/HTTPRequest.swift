/// A request before the client adds what goes to its own server only.
struct HTTPRequest: Sendable {
    var method: CurlRequest.Method
    var url: WebURL
    /// Lines, `Name: value`.
    var headers: [String] = []
    var body = CurlRequest.Body.none
    /// Of the response, for the size of buffers.
    var expectedLength: Int64 = 0
    /// How long a response may be that is kept whole, in bytes; nil is what the engine allows.
    var mostKept: Int?
    /// Takes back what is unfinished, even when the run was cancelled.
    var cleansUp = false
    /// Has some seconds to be ended after the run was cancelled.
    var endsInOrder = false

    init(_ method: CurlRequest.Method, _ url: WebURL) {
        self.method = method
        self.url = url
    }
}
