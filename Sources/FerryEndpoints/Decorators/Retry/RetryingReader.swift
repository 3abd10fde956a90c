internal import FerryCore

/// Reads on where a broken reader stopped.
final class RetryingReader: ByteReader {
    private let source: any ReopenableSource
    private let policy: RetryPolicy
    private var position: Int64
    /// Nil after a failure, until it is opened again.
    private var current: (any ByteReader)?

    init(_ source: any ReopenableSource, _ policy: RetryPolicy, current: (any ByteReader)? = nil) throws(EndpointError)
    {
        self.source = source
        self.policy = policy
        self.current = current
        position = source.start
        try withReader { _ in }
    }

    var undecorated: (any ByteReader)? { current?.undecorated }

    /// A kernel copy needs no retries: a local file does not fail in passing.
    var descriptor: CInt? { current?.descriptor }

    func advance() { current?.advance() }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws(EndpointError) -> Int {
        let count = try withReader { (reader) throws(EndpointError) in
            let count = try reader.read(into: buffer)
            if count == 0, !buffer.isEmpty, position < source.end {
                try requireEnd(of: reader, missing: source.end - position)
            }
            return count
        }
        position += Int64(count)
        return count
    }

    func opened() throws(EndpointError) -> Entry? {
        try withReader { (reader) throws(EndpointError) in try reader.opened() }
    }

    func verifyUnchanged() throws(EndpointError) {
        try withReader { (reader) throws(EndpointError) in try reader.verifyUnchanged() }
    }

    /// An end before the expected one is an end only if the file changed; else the connection broke.
    private func requireEnd(of reader: any ByteReader, missing: Int64) throws(EndpointError) {
        try reader.verifyUnchanged()
        throw source.failure(.serverFailure, "the data ended \(missing) bytes too early")
    }

    private func withReader<Result>(
        _ body: (any ByteReader) throws(EndpointError) -> Result
    ) throws(EndpointError) -> Result {
        try policy.run { (_) throws(EndpointError) in
            do throws(EndpointError) {
                return try body(try reader())
            } catch {
                if error.code.isTransient { current = nil }
                throw error
            }
        }
    }

    private func reader() throws(EndpointError) -> any ByteReader {
        if let current { return current }
        let reader = try source.open(at: position)
        current = reader
        return reader
    }
}
