internal import FerryCore
internal import FerryEndpoints

/// A POSIX shell of an account, which runs one script after another over one session.
final class ShellSession: Sendable {
    /// What a script printed, and its exit status.
    struct Outcome: Sendable {
        let output: [UInt8]
        let status: Int
    }

    private struct State {
        /// What came and was not looked at yet.
        var pending: [UInt8] = []
        var failure: ConnectionFailure?
    }

    private let stream: any ByteStream
    /// Stands at the beginning of the line that ends a script's output: nobody else can know it.
    private let mark: String
    /// Held while a script runs.
    private let state = Monitor(State())

    /// What a script may print, in bytes.
    private static let mostOutput = 1 << 20
    private static let tick: Int32 = 1000

    /// Starts with a script that does nothing: what a login shell says of its own comes before its end.
    init(over stream: any ByteStream, patience: Int?) throws(ConnectionFailure) {
        self.stream = stream
        mark = "ferry-\(UInt64.random(in: 0 ... .max))-\(UInt64.random(in: 0 ... .max))"
        _ = try run([], patience: patience)
    }

    deinit {
        stream.close()
    }

    var failure: ConnectionFailure? { state.withLock { $0.failure } }

    /// - Parameter patience: Seconds for which the script may print nothing; nil is however long.
    func run(_ script: [UInt8], patience: Int?) throws(ConnectionFailure) -> Outcome {
        try state.withLock { (state) throws(ConnectionFailure) in
            if let failure = state.failure { throw failure }
            do throws(ConnectionFailure) {
                try send(script, patience)
                return try receive(&state.pending, patience)
            } catch {
                state.failure = error
                stream.close()
                throw error
            }
        }
    }

    private func send(_ script: [UInt8], _ patience: Int?) throws(ConnectionFailure) {
        let start = "{ :\n"
        let end = "\n} </dev/null 2>/dev/null\nprintf '\\n\(mark) %d\\n' \"$?\"\n"
        do throws(ConnectionFailure) {
            try (Array(start.utf8) + script + end.utf8).withBytes { (bytes) throws(ConnectionFailure) in
                try stream.write(bytes, patience: patience)
            }
        } catch {
            throw error.code == .unreachable ? stream.diagnosis() : error
        }
    }

    private func receive(_ pending: inout [UInt8], _ patience: Int?) throws(ConnectionFailure) -> Outcome {
        let line = Array("\n\(mark) ".utf8)
        var silence = 0
        while true {
            if let outcome = try Self.outcome(of: &pending, endingWith: line) { return outcome }
            guard pending.count <= Self.mostOutput else { throw .violation("a command prints without end") }
            var buffer = [UInt8](repeating: 0, count: 64 << 10)
            guard let count = try read(into: &buffer) else {
                silence += 1
                if let patience, silence > patience {
                    throw ConnectionFailure(.timedOut, "no answer within \(patience) seconds")
                }
                continue
            }
            if count == 0 { throw stream.diagnosis() }
            silence = 0
            pending += buffer[..<count]
        }
    }

    private func read(into buffer: inout [UInt8]) throws(ConnectionFailure) -> Int? {
        let result = buffer.withUnsafeMutableBytes { bytes in
            Result { () throws(ConnectionFailure) in try stream.read(into: bytes, waiting: Self.tick) }
        }
        return try result.get()
    }

    /// What came before the last line, once that is there; it is taken off.
    private static func outcome(
        of pending: inout [UInt8], endingWith line: [UInt8]
    ) throws(ConnectionFailure) -> Outcome? {
        guard let start = pending.firstIndex(of: line) else { return nil }
        let rest = pending[(start + line.count)...]
        guard let end = rest.firstIndex(of: UInt8(ascii: "\n")) else { return nil }
        guard let status = Int(String(decoding: rest[..<end], as: UTF8.self)) else {
            throw .violation("what answers is no shell")
        }
        let output = Array(pending[..<start])
        pending.removeSubrange(...end)
        return Outcome(output: output, status: status)
    }
}

extension [UInt8] {
    /// Where `other` first begins.
    fileprivate func firstIndex(of other: [UInt8]) -> Int? {
        indices.first { self[$0] == other[0] && self[$0...].starts(with: other) }
    }
}
