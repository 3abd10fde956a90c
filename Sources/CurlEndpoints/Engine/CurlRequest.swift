/// One request, as a value. The engine adds nothing to it but what HTTP itself needs.
package struct CurlRequest: Sendable {
    package var method: Method
    /// Complete and escaped; its path is sent as it stands.
    package var url: String
    /// Lines, `Name: value`.
    package var headers: [String]
    package var body: Body
    /// How many bytes of the response are expected, for the size of buffers; 0 for next to nothing.
    package var expectedLength: Int64
    /// How long a response may be that is kept whole, in bytes: lists, errors and pages of listings. More is none of them.
    package var mostKept = 64 << 20
    /// Seconds until it has failed, whatever it is doing; nil is as long as something moves.
    package var patience: Int?
    /// Whether the server may work on it for minutes before it says anything.
    package var mayTakeLong = false
    /// Goes out and through after the run was cancelled, too: it takes back what is unfinished. For such requests the
    /// patience is short.
    package var cleansUp = false
    /// After the run was cancelled it has some seconds to be ended by whoever sends its body: what is sent by then counts.
    package var endsInOrder = false
    /// Over TLS, where the server offers it: several requests may then share a connection.
    package var allowsHTTP2 = false
    /// Shown to a server that asks for one.
    package var certificate: ClientCertificate?
    /// Certificates to trust where nothing is said for all requests (`EngineSettings`).
    package var certificateFile: String?

    package init(
        _ method: Method, url: String, headers: [String] = [], body: Body = .none, expectedLength: Int64 = 0
    ) {
        self.method = method
        self.url = url
        self.headers = headers
        self.body = body
        self.expectedLength = expectedLength
    }

    /// Seconds that whoever has interrupted a run waits for what it takes back.
    private static let patienceOfCleaning = 5

    /// The same request for something that nobody will need any more.
    package var cleaning: CurlRequest {
        var request = self
        request.cleansUp = true
        request.patience = Self.patienceOfCleaning
        return request
    }

    package struct Method: Sendable, Hashable {
        package let name: String

        package init(_ name: String) {
            self.name = name
        }

        package static let get = Method("GET")
        package static let head = Method("HEAD")
        package static let put = Method("PUT")
        package static let post = Method("POST")
        package static let delete = Method("DELETE")
    }

    /// What is sent after the headers.
    package enum Body: Sendable {
        case none
        /// Complete in memory, sent without another copy.
        case bytes(SharedBytes)
        /// Given piece by piece, see `Exchange.send`. Without a length it is sent in chunks.
        case stream(length: Int64?)

        /// Nil where it is not known.
        var length: Int64? {
            switch self {
            case .none: 0
            case .bytes(let bytes): Int64(bytes.count)
            case .stream(let length): length
            }
        }
    }
}
