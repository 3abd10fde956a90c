internal import Glibc
internal import Synchronization

/// Accepts connections for a relay, each served by a thread of its own.
final class RelayListener: Sendable {
    let port: Int
    private let descriptor: Int32
    private let hasEnded = Atomic(false)

    init(to target: Int, _ line: RelayLine, isData: Bool) {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        self.descriptor = descriptor
        port = FreePort.bind(descriptor)
        listen(descriptor, 128)
        Self.onThread { [self] in
            while case let client = accept(descriptor, nil, nil), client >= 0 {
                _ = fcntl(client, F_SETFD, FD_CLOEXEC)
                Self.onThread { Self.serve(client, target, line, isData: isData) }
                // Each port that a reply names is for one connection.
                if isData { break }
            }
            hasEnded.store(true, ordering: .relaxed)
            close(descriptor)
        }
    }

    func end() {
        if !hasEnded.exchange(true, ordering: .relaxed) { shutdown(descriptor, Int32(SHUT_RDWR)) }
    }

    private static func serve(_ client: Int32, _ target: Int, _ line: RelayLine, isData: Bool) {
        defer { close(client) }
        let server = FreePort.connection(to: target)
        guard server >= 0 else { return }
        defer { close(server) }
        guard line.admits(client, isData: isData) else { return }
        RelayedConnection(client: client, server: server, line, isData: isData).carry()
        line.closed(client)
    }

    /// Threads end with what they serve.
    private static func onThread(_ body: @escaping @Sendable () -> Void) {
        final class Box {
            let run: @Sendable () -> Void
            init(_ run: @escaping @Sendable () -> Void) { self.run = run }
        }
        var thread = pthread_t()
        let box = Unmanaged.passRetained(Box(body)).toOpaque()
        let status = pthread_create(
            &thread, nil,
            { argument in
                Unmanaged<Box>.fromOpaque(argument!).takeRetainedValue().run()
                return nil
            }, box)
        precondition(status == 0, "cannot start a thread")
        pthread_detach(thread)
    }
}
