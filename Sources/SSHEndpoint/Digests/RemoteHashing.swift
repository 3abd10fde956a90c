internal import FerryCore
internal import FerryEndpoints
internal import Synchronization

/// Digests of files that the host itself computes, by commands of the account's shell. What there is is found out once, when
/// it is first asked for; an account that may run nothing is not asked again.
final class RemoteHashing: Sendable {
    private let shell: SharedConnection<ShellSession>?
    private let patience: Int?
    /// Nil until it is known.
    private let commands: Mutex<[HashCommand]?>

    /// What the slowest disk reads in a second, in bytes: nothing is printed meanwhile.
    private static let slowestRate: Int64 = 20 << 20

    /// - Parameter openStream: Starts a shell on the host; nil where there is none.
    init(patience: Int?, openStream: (@Sendable () throws(ConnectionFailure) -> any ByteStream)?) {
        self.patience = patience
        commands = Mutex(openStream == nil ? [] : nil)
        shell = openStream.map { openStream in
            SharedConnection(
                open: { () throws(ConnectionFailure) in try ShellSession(over: openStream(), patience: patience) },
                failure: \.failure)
        }
    }

    /// Whether there are digests, as far as is known.
    var isPossible: Bool { commands.withLock { $0?.isEmpty != true } }

    /// The algorithms that there are, the fastest first.
    var algorithms: [DigestAlgorithm] {
        var found: [DigestAlgorithm] = []
        for command in available() where !found.contains(command.algorithm) { found.append(command.algorithm) }
        return found
    }

    /// The digest of a file, preferably by `algorithm`; nil where the host tells none.
    func digest(of path: [UInt8], size: Int64, by algorithm: DigestAlgorithm) -> Digest? {
        let commands = available()
        guard let command = commands.first(where: { $0.algorithm == algorithm }) ?? commands.first else { return nil }
        let time = patience.map { $0 + Int(size / Self.slowestRate) }
        guard let outcome = run(command.script(hashing: path), patience: time), outcome.status == 0 else { return nil }
        return command.digest(in: outcome.output)
    }

    private func available() -> [HashCommand] {
        commands.withLock { commands in
            if let commands { return commands }
            let found = run(HashCommand.search, patience: patience).map { HashCommand.found(in: $0.output) } ?? []
            commands = found
            return found
        }
    }

    /// Nil where nothing can be run: then there is no digest, which is all that anybody has to know.
    private func run(_ script: [UInt8], patience: Int?) -> ShellSession.Outcome? {
        guard let shell else { return nil }
        do throws(ConnectionFailure) {
            return try shell.get().run(script, patience: patience)
        } catch {
            return nil
        }
    }
}
