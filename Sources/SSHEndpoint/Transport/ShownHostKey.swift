internal import FerryCore
internal import FerryEndpoints

/// The host key that ssh refuses because nobody knows it. Of that one ssh tells no more than its kind, unless it is to tell all:
/// so it is asked again, with nobody to log in.
struct ShownHostKey {
    private let command: SSHCommand
    private let cancellation: Cancellation

    /// In milliseconds.
    private static let patience = 15_000

    init(of target: SSHTarget, _ options: SSHOptions, _ cancellation: Cancellation) {
        var options = options
        options.interaction = .none
        options.hostKeys = .yes
        options.connectTimeout = min(options.connectTimeout ?? .max, Self.patience / 1000)
        command = SSHCommand(target, options, starting: .command("true"), isVerbose: true)
        self.cancellation = cancellation
    }

    /// Its kind and its fingerprint; nil where ssh does not tell.
    func ask() -> String? {
        do throws(ConnectionFailure) {
            let child = try ChildProcess(command.words, adding: command.variables, cancellation)
            try wait(for: child)
            return Self.told(in: child.lastWords)
        } catch {
            return nil
        }
    }

    private func wait(for child: ChildProcess) throws(ConnectionFailure) {
        var bytes = [UInt8](repeating: 0, count: 4096)
        let end = Deadline.now + Self.patience
        do throws(ConnectionFailure) {
            while Deadline.now < end {
                let count = try bytes.withUnsafeMutableBytes { (buffer) in
                    Result { () throws(ConnectionFailure) in
                        try child.stream.read(into: buffer, waiting: Int32(clamping: end - Deadline.now))
                    }
                }.get()
                if count == 0 { return }
            }
            child.terminate()
        } catch {
            child.terminate()
            throw error
        }
    }

    /// A jump host's is told before that of the host behind it: the last one is what was refused.
    static func told(in words: String) -> String? {
        let sign = "debug1: Server host key: "
        let line = words.split { $0.isNewline }.last { $0.hasPrefix(sign) }
        return line.map { String($0.dropFirst(sign.count)) }
    }
}
