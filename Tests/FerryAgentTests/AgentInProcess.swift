import FerryAgent
import FerryCore
import FerryEndpoints

/// A client and an agent in one process, with a pair of sockets between them.
enum AgentInProcess {
    /// A session with an agent that serves what `open` opens. A new agent starts with each connection.
    static func session(
        isReadOnly: Bool = false, compression: StreamCompression? = nil, open: @escaping AgentServer.Opener
    ) -> AgentSession {
        AgentSession(location: "host", patience: 20, greeting: 20, compression: compression) {
            () throws(ConnectionFailure) in
            let (here, there) = SocketStream.pair()
            serve(there, isReadOnly: isReadOnly, open: open)
            return here
        }
    }

    static func serve(_ stream: SocketStream, isReadOnly: Bool = false, open: @escaping AgentServer.Opener) {
        _ = WorkerThread(stackSize: 1 << 20) {
            let server = AgentServer(stream, isReadOnly: isReadOnly, patience: 20, open: open)
            try? server.run()
            stream.close()
        }
    }
}
