/// What holds for all requests of an engine.
package struct EngineSettings: Sendable {
    /// `--ca-cert`: certificates to trust instead of the system's.
    package var certificateFile: String?
    /// In seconds.
    package var connectTimeout = 30
    /// Seconds without a byte in either direction, after which a request has failed.
    package var stallTimeout = 60
    package var connectionsPerHost = 64

    package init() {}
}
