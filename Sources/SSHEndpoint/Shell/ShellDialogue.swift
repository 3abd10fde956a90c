internal import FerryEndpoints

/// A script that speaks with us over the shell's own streams, once it says `go`: what it prints and reads then is raw.
final class ShellDialogue {
    /// What the script printed before.
    let preface: [UInt8]
    let shell: ShellSession
    private let patience: Int?

    /// The whole script is one command, which the shell has read to its end before it starts any of it: a program in it gets
    /// nothing but what comes later. Nil, with the outcome, where the script ended without a `go`.
    static func begin(
        _ script: [UInt8], in shell: ShellSession, patience: Int?
    ) throws(ConnectionFailure) -> (dialogue: ShellDialogue?, outcome: ShellSession.Outcome) {
        let start = "{ go() { printf '\\n\(shell.mark) go\\n'; }\n"
        let end = "\nprintf '\\n\(shell.mark) %d\\n' \"$?\"\n} 2>/dev/null\n"
        return try shell.attempt { (state) throws(ConnectionFailure) in
            try shell.send(Array(start.utf8) + script + end.utf8, patience)
            let (output, word) = try shell.receiveMark(&state.pending, patience, mostPreface)
            if word != "go" {
                return (nil, ShellSession.Outcome(output: output, status: try ShellSession.status(word)))
            }
            let outcome = ShellSession.Outcome(output: output, status: 0)
            return (ShellDialogue(output, shell, patience), outcome)
        }
    }

    private static let mostPreface = 1 << 20

    private init(_ preface: [UInt8], _ shell: ShellSession, _ patience: Int?) {
        (self.preface, self.shell, self.patience) = (preface, shell, patience)
    }

    func send(_ bytes: [UInt8]) throws(ConnectionFailure) {
        try shell.attempt { (_) throws(ConnectionFailure) in try shell.send(bytes, patience) }
    }

    func send(_ bytes: UnsafeRawBufferPointer) throws(ConnectionFailure) {
        try shell.attempt { (_) throws(ConnectionFailure) in try shell.send(bytes, patience) }
    }

    /// Waits for some bytes: what came already before what comes.
    func receive(into buffer: UnsafeMutableRawBufferPointer) throws(ConnectionFailure) -> Int {
        try shell.attempt { (state) throws(ConnectionFailure) in
            if state.pending.isEmpty { return try shell.receive(into: buffer, patience) }
            let count = min(buffer.count, state.pending.count)
            buffer.copyBytes(from: state.pending[..<count])
            state.pending.removeFirst(count)
            return count
        }
    }

    func receiveByte() throws(ConnectionFailure) -> UInt8 {
        try shell.attempt { (state) throws(ConnectionFailure) in
            if state.pending.isEmpty { state.pending += try shell.receive(patience) }
            return state.pending.removeFirst()
        }
    }

    /// Waits for the end of the script.
    func finish() throws(ConnectionFailure) -> ShellSession.Outcome {
        try shell.attempt { (state) throws(ConnectionFailure) in
            let (output, word) = try shell.receiveMark(&state.pending, patience, Self.mostPreface)
            return ShellSession.Outcome(output: output, status: try ShellSession.status(word))
        }
    }

    /// Ends the session, and the program with it.
    func abandon() {
        _ = try? shell.attempt { (_) throws(ConnectionFailure) in throw ConnectionFailure.closed }
    }
}
