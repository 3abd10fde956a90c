internal import FerryCore
internal import FerryEndpoints

/// Makes requests of one server of FTP over as many control connections as it grants.
final class FTPClient: Sendable {
    let address: FTPAddress
    private let login: Login
    private let requiresTLS: Bool
    private let connections: FTPConnections

    init(_ address: FTPAddress, _ settings: FTPSettings, requiresTLS: Bool, cancellation: Cancellation) {
        self.address = address
        self.requiresTLS = requiresTLS
        login = settings.login ?? FTPSettings.anonymous
        let engine = settings.engine
        connections = FTPConnections(limit: settings.connections) { CurlEngine(engine, cancellation: cancellation) }
    }

    /// Sends commands one after the other and returns the reply to each, be it a refusal.
    func run(_ commands: [[UInt8]]) throws(FTPFailure) -> [FTPReply] {
        var transfer = transfer(.commands)
        transfer.before = commands
        let lines = try perform(transfer, at: [RelativePath.separator]).lines
        return try Self.last(commands.count, of: lines)
    }

    /// The listing of a directory, complete.
    ///
    /// - Parameter command: `MLSD`, which takes the path; or one that lists the working directory.
    func list(_ directory: [UInt8], by command: ListCommand) throws(FTPFailure) -> [UInt8] {
        var transfer = transfer(.list(command.text))
        if command == .list { transfer.before = [FTPCommand.line("CWD", directory)] }
        let path = directory + (directory.last == RelativePath.separator ? [] : [RelativePath.separator])
        let (body, lines) = try perform(transfer, at: command == .list ? nil : path)
        // libcurl takes a refusal with 450 for an empty listing.
        guard let last = FTPReply.replies(in: lines).last, last.isSuccess else {
            throw FTPFailure(refusing: FTPReply.replies(in: lines).last?.code ?? 0)
        }
        return body
    }

    enum ListCommand: Hashable, Sendable {
        case machineReadable, list

        fileprivate var text: String {
            switch self {
            case .machineReadable: "MLSD"
            case .list: "LIST -a"
            }
        }
    }

    /// A whole small file, and the replies to commands that follow it.
    func fetch(_ path: [UInt8], then commands: [[UInt8]]) throws(FTPFailure) -> (content: [UInt8], replies: [FTPReply])
    {
        var transfer = transfer(.download)
        transfer.after = commands
        let (body, lines) = try perform(transfer, at: path)
        return (body, try Self.last(commands.count, of: lines))
    }

    /// Begins to read a file, or a range of it that is within the file.
    ///
    /// - Parameter isToEnd: Whether the range ends where the file does.
    func download(_ path: [UInt8], _ range: ByteRange?, isToEnd: Bool) throws(FTPFailure) -> FTPStream {
        var kind = FTPTransfer.Kind.download
        if let range { kind = .downloadRange("\(range.offset)-" + (isToEnd ? "" : "\(range.end - 1)")) }
        return try begin(transfer(kind), at: path, .none, .reading)
    }

    /// Sends a whole small file.
    func send(_ bytes: [UInt8], to path: [UInt8]) throws(FTPFailure) {
        _ = try perform(transfer(.upload), at: path, .bytes(SharedBytes(bytes)))
    }

    /// Begins to send a file.
    func upload(to path: [UInt8], length: Int64?) throws(FTPFailure) -> FTPStream {
        try begin(transfer(.upload), at: path, .stream(length: length), .anything)
    }

    func close() { connections.close() }

    // MARK: Requests

    private func transfer(_ kind: FTPTransfer.Kind) -> FTPTransfer {
        FTPTransfer(kind, login: login, requiresTLS: requiresTLS)
    }

    private func request(
        _ transfer: FTPTransfer, at path: [UInt8]?, _ body: CurlRequest.Body = .none
    ) -> CurlRequest {
        var request = CurlRequest(.get, url: address.url(of: path), body: body, expectedLength: 1 << 20)
        request.ftp = transfer
        return request
    }

    private func perform(
        _ transfer: FTPTransfer, at path: [UInt8]?, _ body: CurlRequest.Body = .none
    ) throws(FTPFailure) -> (body: [UInt8], lines: [[UInt8]]) {
        let connection = try proven(.anything)
        defer { connections.giveBack(connection) }
        let reply = try perform(request(transfer, at: path, body), on: connection)
        return (reply.body, reply.head.lines)
    }

    private func perform(_ request: CurlRequest, on connection: FTPConnection) throws(FTPFailure) -> Reply {
        let exchange = try caught(nil) { () throws(CurlFailure) in try connection.engine.startKeeping(request) }
        return try caught(exchange) { () throws(CurlFailure) in try exchange.finish() }
    }

    private func caught<Result>(
        _ exchange: Exchange?, _ body: () throws(CurlFailure) -> Result
    ) throws(FTPFailure) -> Result {
        do throws(CurlFailure) {
            return try body()
        } catch {
            throw FTPFailure(error, lastReply: exchange?.received.status ?? 0)
        }
    }

    private func begin(
        _ transfer: FTPTransfer, at path: [UInt8]?, _ body: CurlRequest.Body, _ use: FTPConnections.Use
    ) throws(FTPFailure) -> FTPStream {
        let connection = try proven(use)
        do throws(CurlFailure) {
            let exchange = try connection.engine.start(request(transfer, at: path, body))
            return FTPStream(exchange) { [connections] in connections.giveBack(connection, after: use) }
        } catch {
            connections.giveBack(connection, after: use)
            throw FTPFailure(error, lastReply: 0)
        }
    }

    /// A connection that is logged in. A server that wants no more of them than there are gets no more.
    private func proven(_ use: FTPConnections.Use) throws(FTPFailure) -> FTPConnection {
        while true {
            let connection = try connections.take(use)
            if connection.isProven { return connection }
            do throws(FTPFailure) {
                var transfer = transfer(.commands)
                transfer.before = [FTPCommand.line("NOOP")]
                _ = try perform(request(transfer, at: [RelativePath.separator]), on: connection)
                connection.isProven = true
                return connection
            } catch {
                let others = connections.drop(connection, after: use)
                if !others || !Self.meansTooMany(error) { throw error }
            }
        }
    }

    /// 421 as RFC 959 has it; 530 from servers that count the connections of an account.
    private static func meansTooMany(_ failure: FTPFailure) -> Bool { failure.reply == 421 || failure.reply == 530 }

    private static func last(_ count: Int, of lines: [[UInt8]]) throws(FTPFailure) -> [FTPReply] {
        let replies = FTPReply.replies(in: lines)
        guard replies.count >= count else {
            throw FTPFailure(.protocolViolation, "the server answers fewer commands than it was sent")
        }
        return replies.suffix(count)
    }
}
