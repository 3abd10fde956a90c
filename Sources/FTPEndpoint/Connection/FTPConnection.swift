internal import FerryCore
internal import FerryEndpoints

/// One control connection. Used by one thread at a time.
final class FTPConnection: @unchecked Sendable {
    let control: TCPSocket
    private(set) var patience: Patience
    /// Whether several commands may be on their way at a time.
    private let pipelines: Bool
    private var parser = ReplyParser()
    /// Commands whose replies are of no interest, for the next occasion.
    private var pending: [[UInt8]] = []
    /// How many such replies come before the next one that is.
    private var ignored = 0
    /// Whether it is of no use any more: what comes on it would be taken for the answer to something else.
    private(set) var isBroken = false
    /// What files are protected by; nil in the open.
    var protection: Protection?

    // What `FTPConnection+Transfers` keeps.
    var isBinary: Bool?
    var usesExtendedPassive = true
    var offer: DataOffer?

    struct Protection {
        let context: TLSContext
        let host: String
    }

    /// What a server reads in one go for sure, in bytes: more commands than that wait for the replies to those before.
    private static let longestBatch = 4096

    init(_ control: TCPSocket, _ patience: Patience, pipelines: Bool) {
        self.control = control
        self.patience = patience
        self.pipelines = pipelines
        control.keepAlive()
    }

    /// Sends commands one after the other and returns the reply to each, be it a refusal.
    ///
    /// - Parameter seconds: How long each may take, where that is longer than usual.
    func exchange(_ commands: [[UInt8]], within seconds: Int? = nil) throws(FTPFailure) -> [FTPReply] {
        var replies: [FTPReply] = []
        var rest = commands[...]
        while !rest.isEmpty {
            let batch = Self.batch(of: rest, pipelined: pipelines)
            rest = rest.dropFirst(batch.count)
            try send(batch)
            for _ in batch { replies.append(try reply(within: seconds)) }
        }
        return replies
    }

    func exchange(_ command: String) throws(FTPFailure) -> FTPReply { try exchange([FTPCommand.line(command)])[0] }

    /// Says something, whatever is answered: together with what comes next, where that can be.
    func say(_ commands: [[UInt8]]) throws(FTPFailure) {
        if pipelines {
            pending += commands
        } else {
            _ = try exchange(commands)
        }
    }

    func send(_ commands: some Sequence<[UInt8]>) throws(FTPFailure) {
        let commands = pending + commands
        ignored += pending.count
        pending = []
        let text = commands.flatMap { $0 + [UInt8(ascii: "\r"), UInt8(ascii: "\n")] }
        try guarded { () throws(FTPFailure) in try control.write(text) }
    }

    /// Waits for the next reply, for so many seconds at most where that is given.
    func reply(within seconds: Int? = nil) throws(FTPFailure) -> FTPReply {
        try guarded { () throws(FTPFailure) in
            while true {
                if let reply = parser.next() {
                    if ignored > 0 {
                        ignored -= 1
                        if reply.code != 421 { continue }
                    }
                    // The server says good-bye.
                    if reply.code == 421 { isBroken = true }
                    return reply
                }
                if let seconds { try control.awaitBytes(seconds: seconds) }
                try receive()
            }
        }
    }

    /// Turns to TLS. What came before that is nobody's word.
    func protect(_ protection: Protection) throws(FTPFailure) {
        guard parser.isEmpty else { throw FTPFailure(.protocolViolation, "the server speaks before TLS begins") }
        try guarded { () throws(FTPFailure) in
            try control.startTLS(protection.context, host: protection.host)
        }
    }

    /// Whether the server ended it, or said something that nobody asked for.
    var isStale: Bool { isBroken || !parser.isEmpty || control.hasNews }

    /// Takes leave, without waiting for an answer.
    func quit() {
        if !isBroken { try? send([FTPCommand.line("QUIT")]) }
    }

    func giveUp() { isBroken = true }

    /// From here on the run's end is no reason to stop.
    func outlastRun() {
        patience = .afterTheEnd
        control.outlastRun()
    }

    private func receive() throws(FTPFailure) {
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 16 * 1024, alignment: 16)
        defer { buffer.deallocate() }
        let count = try control.read(into: buffer)
        if count == 0 { throw FTPFailure(.unreachable, "the server ended the connection") }
        control.acknowledge()
        try parser.append(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
    }

    private func guarded<Result>(_ body: () throws(FTPFailure) -> Result) throws(FTPFailure) -> Result {
        do throws(FTPFailure) {
            return try body()
        } catch {
            isBroken = true
            throw error
        }
    }

    private static func batch(of commands: ArraySlice<[UInt8]>, pipelined: Bool) -> ArraySlice<[UInt8]> {
        var length = 0
        let count = commands.prefix { command in
            defer { length += command.count }
            return length == 0 || pipelined && length + command.count <= longestBatch
        }
        return commands.prefix(count.count)
    }
}
