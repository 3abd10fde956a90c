/// One request, as a value. The engine adds nothing to it but what HTTP itself needs.
public struct CurlRequest: Sendable {
    public var method: Method
    /// Complete and escaped; its path is sent as it stands.
    public var url: String
    /// Lines, `Name: value`.
    public var headers: [String]
    public var body: Body
    /// How many bytes of the response are expected, for the size of buffers; 0 for next to nothing.
    public var expectedLength: Int64
    /// How long a response may be that is kept whole, in bytes: lists, errors and pages of listings. More is none of them.
    public var mostKept = 64 << 20
    /// Seconds until it has failed, whatever it is doing; nil is as long as something moves.
    public var patience: Int?
    /// Whether the server may work on it for minutes before it says anything.
    public var mayTakeLong = false
    /// Goes out and through after the run was cancelled, too: it takes back what is unfinished. For such requests the
    /// patience is short.
    public var cleansUp = false
    /// After the run was cancelled it has some seconds to be ended by whoever sends its body: what is sent by then counts.
    public var endsInOrder = false
    /// Over TLS, where the server offers it: several requests may then share a connection.
    public var allowsHTTP2 = false
    /// Shown to a server that asks for one.
    public var certificate: ClientCertificate?
    /// Certificates to trust where nothing is said for all requests (`EngineSettings`).
    public var certificateFile: String?

    public init(
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
    public var cleaning: CurlRequest {
        var request = self
        request.cleansUp = true
        request.patience = Self.patienceOfCleaning
        return request
    }

    public struct Method: Sendable, Hashable {
        public let name: String

        public init(_ name: String) {
            self.name = name
        }

        public static let get = Method("GET")
        public static let head = Method("HEAD")
        public static let put = Method("PUT")
        public static let post = Method("POST")
        public static let delete = Method("DELETE")
    }

    /// What is sent after the headers.
    public enum Body: Sendable {
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
