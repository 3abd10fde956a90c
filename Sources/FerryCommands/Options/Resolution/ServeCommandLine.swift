internal import FerryCore

/// What a `serve` command line asks for.
public struct ServeCommandLine: Sendable {
    /// What may be reached; nil is everything that this account may.
    public let root: [UInt8]?
    public let isReadOnly: Bool
    /// In seconds; nil: a client may take its time.
    public let timeout: Int?

    public init(_ arguments: Arguments) throws(UsageError) {
        guard arguments.serving.usesStandardStreams else { throw UsageError("'--stdio' has to be given; see --help") }
        guard arguments.operands.isEmpty else { throw UsageError("'serve' takes no such words") }
        root = arguments.serving.root?.bytes
        if root?.isEmpty == true { throw UsageError("the value of '--root' is empty") }
        isReadOnly = arguments.serving.isReadOnly
        timeout = try arguments.running.idleTime()
    }
}
