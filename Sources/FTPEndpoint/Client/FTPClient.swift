internal import FerryCore
internal import FerryEndpoints

/// Makes requests of one server of FTP over as many control connections as it grants.
final class FTPClient: Sendable {
    let address: FTPAddress
    private let connector: FTPConnector
    private let connections: FTPConnections
    private let sweeper: Sweeper<FTPConnection, FTPFailure>
    private let cancellation: Cancellation

    init(
        _ address: FTPAddress, _ settings: FTPSettings, asksForTLS: Bool, cancellation: Cancellation
    ) throws(FTPFailure) {
        self.address = address
        let connector = try FTPConnector(address, settings, asksForTLS: asksForTLS, cancellation: cancellation)
        self.connector = connector
        connections = FTPConnections { () throws(FTPFailure) in try connector.connect() }
        sweeper = Sweeper { () throws(FTPFailure) in try connector.connectAfterTheEnd() }
        self.cancellation = cancellation
    }

    /// Sees that somebody is there who lets us in.
    func connect() throws(FTPFailure) { try borrowing { _ in } }

    func allow(connections limit: Int) { connections.allow(limit) }

    /// Says something on every connection, whatever is answered: on this one, which is the first, and on those to come.
    func sayEverywhere(_ commands: [[UInt8]]) throws(FTPFailure) {
        connector.say(commands)
        _ = try run(commands)
    }

    /// Sends commands one after the other and returns the reply to each, be it a refusal.
    ///
    /// - Parameters:
    ///   - preparing: Whether a small file is likely to be next.
    ///   - seconds: How long each may take, where that is longer than usual.
    func run(
        _ commands: [[UInt8]], preparing: Bool = false, within seconds: Int? = nil
    ) throws(FTPFailure) -> [FTPReply] {
        try borrowing { (connection) throws(FTPFailure) in
            try preparing
                ? connection.exchangePreparing(commands) : connection.exchange(commands, within: seconds)
        }
    }

    /// As `run`, of a server that nobody has asked several things at a time yet: if that does not work it is asked one by
    /// one from here on.
    func tryToRun(_ commands: [[UInt8]], makesSense: ([FTPReply]) -> Bool) throws(FTPFailure) -> [FTPReply] {
        do throws(FTPFailure) {
            return try borrowing { (connection) throws(FTPFailure) in
                try connection.send(commands)
                var replies: [FTPReply] = []
                for _ in commands {
                    replies.append(try connection.reply(within: min(Self.trialTime, connection.patience.stalling)))
                }
                if makesSense(replies) { return replies }
                connection.giveUp()
                throw FTPFailure(.protocolViolation)
            }
        } catch {
            guard [.unreachable, .timedOut, .protocolViolation].contains(error.code) else { throw error }
        }
        connector.forgoPipelines()
        return try run(commands)
    }

    /// In seconds.
    private static let trialTime = 10

    /// The listing of a directory, complete.
    func list(_ directory: [UInt8], by command: ListCommand) throws(FTPFailure) -> [UInt8] {
        try borrowing { (connection) throws(FTPFailure) in
            let isFacts = command == .machineReadable
            let line = isFacts ? FTPCommand.line("MLSD", directory) : FTPCommand.line("LIST -a")
            // Options and a path with spaces are too much for some servers at a time.
            let before = isFacts ? [] : [FTPCommand.line("CWD", directory)]
            let data = try connection.begin(line, before: before, binary: false)
            return try Self.content(of: data, on: connection)
        }
    }

    enum ListCommand: Hashable, Sendable {
        case machineReadable, list
    }

    /// A whole small file, and the replies to commands that follow it.
    func fetch(_ path: [UInt8], then commands: [[UInt8]]) throws(FTPFailure) -> (content: [UInt8], replies: [FTPReply])
    {
        try borrowing { (connection) throws(FTPFailure) in
            let data = try connection.begin(FTPCommand.line("RETR", path))
            let content = try Self.content(of: data, on: connection)
            return (content, try connection.exchangePreparing(commands))
        }
    }

    /// Begins to read a file from an offset on.
    func download(_ path: [UInt8], from offset: Int64) throws(FTPFailure) -> FTPStream {
        try begin(FTPCommand.line("RETR", path), at: offset, .reading)
    }

    /// Sends a whole small file.
    func send(_ bytes: [UInt8], to path: [UInt8], at offset: Int64 = 0) throws(FTPFailure) {
        try borrowing { (connection) throws(FTPFailure) in
            let data = try connection.begin(
                FTPCommand.line("STOR", path), before: Self.restart(at: offset), sending: bytes)
            try withExtendedLifetime(data) { () throws(FTPFailure) in try connection.finishTransfer() }
        }
    }

    /// Begins to send a file, from an offset on.
    func upload(to path: [UInt8], at offset: Int64 = 0) throws(FTPFailure) -> FTPStream {
        try begin(FTPCommand.line("STOR", path), at: offset, .anything)
    }

    /// Whether the run was cancelled.
    var isOver: Bool { cancellation.isCancelled }

    /// Removes what nobody wants any more, as far as that can be done; also when the run was cancelled.
    func sweep(_ path: [UInt8]) {
        runLast([FTPCommand.line("DELE", path)])
    }

    /// Sends commands whose outcome nobody waits for; also when the run was cancelled.
    func runLast(_ commands: [[UInt8]]) {
        if !isOver, (try? run(commands)) != nil { return }
        if isOver { sweeper.sweep { (connection) throws(FTPFailure) in _ = try connection.exchange(commands) } }
    }

    func close() {
        connections.close()
        sweeper.close { $0.quit() }
    }

    // MARK: Connections

    private func borrowing<Result>(
        _ body: (FTPConnection) throws(FTPFailure) -> Result
    ) throws(FTPFailure) -> Result {
        let connection = try connections.take()
        defer { connections.giveBack(connection) }
        return try body(connection)
    }

    private func begin(
        _ command: [UInt8], at offset: Int64, _ use: FTPConnections.Use
    ) throws(FTPFailure) -> FTPStream {
        let connection = try connections.take(use)
        do throws(FTPFailure) {
            let data = try connection.begin(command, before: Self.restart(at: offset))
            return FTPStream(connection, data) { [connections] in connections.giveBack(connection, after: use) }
        } catch {
            connections.giveBack(connection, after: use)
            throw error
        }
    }

    /// Without it a transfer begins at the start, and a file that is sent replaces what is there.
    private static func restart(at offset: Int64) -> [[UInt8]] {
        offset == 0 ? [] : [FTPCommand.line("REST \(offset)")]
    }

    // MARK: What is kept in memory

    /// Lists and small files: more than this is neither.
    private static let longestKept = 64 << 20

    private static func content(of data: TCPSocket, on connection: FTPConnection) throws(FTPFailure) -> [UInt8] {
        let content: [UInt8]
        do throws(FTPFailure) {
            content = try received(from: data)
        } catch {
            data.abandon()
            throw connection.explanation(of: error)
        }
        // Some servers wait for the other side's end before they say anything.
        try? data.endWriting()
        try connection.finishTransfer()
        return content
    }

    private static func received(from data: TCPSocket) throws(FTPFailure) -> [UInt8] {
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 64 * 1024, alignment: 16)
        defer { buffer.deallocate() }
        var content: [UInt8] = []
        while case let count = try data.read(into: buffer), count > 0 {
            content.append(contentsOf: buffer[..<count])
            if content.count > longestKept { throw FTPFailure(.protocolViolation, "what the server sends has no end") }
        }
        return content
    }
}
