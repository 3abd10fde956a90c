/// What holds for all requests of an engine.
public struct EngineSettings: Sendable {
    /// `--ca-cert`: certificates to trust instead of the system's.
    public var certificateFile: String?
    /// In seconds.
    public var connectTimeout = 30
    /// Seconds without a byte in either direction, after which a request has failed.
    public var stallTimeout = 60
    public var connectionsPerHost = 64

    public init() {}
}
