internal import FerryCore
internal import FerryEndpoints

/// A POSIX shell of an account, which runs one script after another over one session.
final class ShellSession: Sendable {
    /// What a script printed, and its exit status.
    struct Outcome: Sendable {
        let output: [UInt8]
        let status: Int
    }

    struct State {
        /// What came and was not looked at yet.
        var pending: [UInt8] = []
        var failure: ConnectionFailure?
        /// Whether it has shown that it is a shell: whatever ends it later is a loss.
        var hasAnswered = false
    }

    let stream: any ByteStream
    /// Stands at the beginning of the line that ends a script's output: nobody else can know it.
    let mark: String
    /// Held while a script runs.
    let state = Monitor(State())

    /// What a script may print, in bytes, where nothing else is said.
    private static let mostOutput = 1 << 20
    private static let tick: Int32 = 1000
    private static let greetingTick: Int32 = 200

    /// Starts with a script that does nothing: what a login shell says of its own comes before its end.
    /// - Parameter seconds: In which it has to answer; nil is as many as are usual.
    init(over stream: any ByteStream, greeting seconds: Int?) throws(ConnectionFailure) {
        self.stream = stream
        mark = "ferry-\(UInt64.random(in: 0 ... .max))-\(UInt64.random(in: 0 ... .max))"
        try attempt { (state) throws(ConnectionFailure) in
            do throws(ConnectionFailure) {
                try send(script([]), seconds)
                var time = GreetingTime(seconds: seconds)
                _ = try receiveMark(&state.pending, Self.mostOutput) { () throws(ConnectionFailure) in
                    try receive(within: &time)
                }
            } catch {
                throw error.code == .unsupported ? error.quoting(state.pending + lastWords) : error
            }
            state.hasAnswered = true
        }
    }

    deinit {
        stream.close()
    }

    var failure: ConnectionFailure? { state.withLock { $0.failure } }

    /// - Parameters:
    ///   - patience: Seconds for which the script may print nothing; nil is however long.
    ///   - mostOutput: Bytes that it may print.
    func run(
        _ script: [UInt8], patience: Int?, mostOutput: Int = mostOutput
    ) throws(ConnectionFailure) -> Outcome {
        return try attempt { (state) throws(ConnectionFailure) in
            try send(self.script(script), patience)
            let (output, word) = try receiveMark(&state.pending, patience, mostOutput)
            return Outcome(output: output, status: try Self.status(word))
        }
    }

    /// The script, whose end the mark tells with its status.
    private func script(_ body: [UInt8]) -> [UInt8] {
        let end = "\n} </dev/null 2>/dev/null\nprintf '\\n\(mark) %d\\n' \"$?\"\n"
        return Array("{ :\n".utf8) + body + end.utf8
    }

    /// A failure ends the session.
    func attempt<Result>(
        _ body: (inout State) throws(ConnectionFailure) -> Result
    ) throws(ConnectionFailure) -> Result {
        try state.withLock { (state) throws(ConnectionFailure) in
            if let failure = state.failure { throw failure }
            do throws(ConnectionFailure) {
                return try body(&state)
            } catch {
                let isLoss = state.hasAnswered && error.code == .unsupported
                let failure = isLoss ? ConnectionFailure(.unreachable, error.reason) : error
                state.failure = failure
                stream.close()
                throw failure
            }
        }
    }

    /// What a line with the mark says of the script that ended; nil where it is another line.
    func status(in line: String) -> Int? {
        line.hasPrefix("\(mark) ") ? Int(line.dropFirst(mark.utf8.count + 1)) : nil
    }

    static func status(_ word: String) throws(ConnectionFailure) -> Int {
        guard let status = Int(word) else { throw .violation("what answers is no shell") }
        return status
    }

    func send(_ bytes: [UInt8], _ patience: Int?) throws(ConnectionFailure) {
        try bytes.withBytes { (bytes) throws(ConnectionFailure) in try send(bytes, patience) }
    }

    func send(_ bytes: UnsafeRawBufferPointer, _ patience: Int?) throws(ConnectionFailure) {
        do throws(ConnectionFailure) {
            try stream.write(bytes, patience: patience)
        } catch {
            throw error.code == .unreachable ? stream.diagnosis() : error
        }
    }

    /// What came before the next line with the mark, and the word behind that; they are taken off.
    func receiveMark(
        _ pending: inout [UInt8], _ patience: Int?, _ mostOutput: Int
    ) throws(ConnectionFailure) -> (output: [UInt8], word: String) {
        try receiveMark(&pending, mostOutput) { () throws(ConnectionFailure) in try receive(patience) }
    }

    private func receiveMark(
        _ pending: inout [UInt8], _ mostOutput: Int, more: () throws(ConnectionFailure) -> ArraySlice<UInt8>
    ) throws(ConnectionFailure) -> (output: [UInt8], word: String) {
        let line = Array("\n\(mark) ".utf8)
        var searched = 0
        while true {
            if let start = pending.firstIndex(of: line, from: searched) {
                let rest = pending[(start + line.count)...]
                if let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
                    let output = Array(pending[..<start])
                    let word = String(decoding: rest[..<end], as: UTF8.self)
                    pending.removeSubrange(...end)
                    return (output, word)
                }
                searched = start
            } else {
                searched = max(0, pending.count - line.count)
            }
            guard pending.count <= mostOutput else { throw .violation("a command prints without end") }
            pending += try more()
        }
    }

    /// What an account printed that ended before it took anything.
    private var lastWords: [UInt8] {
        var words: [UInt8] = []
        while words.count < Self.mostOutput, let more = try? receive(1) { words += more }
        return words
    }

    /// Waits for some bytes of the first answer.
    private func receive(within time: inout GreetingTime) throws(ConnectionFailure) -> ArraySlice<UInt8> {
        try time.check(stream)
        return try received(4096) { (bytes) throws(ConnectionFailure) in
            try receive(into: bytes, every: Self.greetingTick) { () throws(ConnectionFailure) in
                try time.check(stream)
            }
        }
    }

    /// Waits for some bytes.
    func receive(_ patience: Int?) throws(ConnectionFailure) -> ArraySlice<UInt8> {
        try received(64 << 10) { (bytes) throws(ConnectionFailure) in try receive(into: bytes, patience) }
    }

    private func received(
        _ most: Int, _ receive: (UnsafeMutableRawBufferPointer) throws(ConnectionFailure) -> Int
    ) throws(ConnectionFailure) -> ArraySlice<UInt8> {
        var buffer = [UInt8](repeating: 0, count: most)
        let count = try buffer.withUnsafeMutableBytes { bytes in
            Result { () throws(ConnectionFailure) in try receive(bytes) }
        }.get()
        return buffer[..<count]
    }

    func receive(into buffer: UnsafeMutableRawBufferPointer, _ patience: Int?) throws(ConnectionFailure) -> Int {
        var silence = 0
        return try receive(into: buffer, every: Self.tick) { () throws(ConnectionFailure) in
            silence += 1
            if let patience, silence > patience {
                throw ConnectionFailure(.timedOut, "no answer within \(patience) seconds")
            }
        }
    }

    /// - Parameter idle: Called each time that nothing came for so many milliseconds.
    private func receive(
        into buffer: UnsafeMutableRawBufferPointer, every tick: Int32, idle: () throws(ConnectionFailure) -> Void
    ) throws(ConnectionFailure) -> Int {
        while true {
            if let count = try stream.read(into: buffer, waiting: tick) {
                if count == 0 { throw stream.diagnosis() }
                return count
            }
            try idle()
        }
    }
}

extension [UInt8] {
    /// Where `other` first begins, at `start` or later.
    fileprivate func firstIndex(of other: [UInt8], from start: Int) -> Int? {
        var next = start
        while next + other.count <= count, let candidate = self[next...].firstIndex(of: other[0]) {
            if self[candidate...].starts(with: other) { return candidate }
            next = candidate + 1
        }
        return nil
    }
}
