internal import FerryCore
internal import FerryEndpoints
internal import Synchronization

/// Digests of files that the host itself computes, by commands of the account's shell. What there is is found out once, when
/// it is first asked for; an account that may run nothing is not asked again.
final class RemoteHashing: Sendable {
    private let shell: AccountShell?
    /// Nil until it is known.
    private let commands: Mutex<[HashCommand]?>

    /// What the slowest disk reads in a second, in bytes: nothing is printed meanwhile.
    private static let slowestRate: Int64 = 20 << 20

    /// - Parameter shell: Nil where there is none.
    init(by shell: AccountShell?) {
        self.shell = shell
        commands = Mutex(shell == nil ? [] : nil)
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
        let time = shell?.patience.map { $0 + Int(size / Self.slowestRate) }
        guard let outcome = shell?.run(command.script(hashing: path), within: time), outcome.status == 0 else {
            return nil
        }
        return command.digest(in: outcome.output)
    }

    private func available() -> [HashCommand] {
        commands.withLock { commands in
            if let commands { return commands }
            let found = shell?.run(HashCommand.search).map { HashCommand.found(in: $0.output) } ?? []
            commands = found
            return found
        }
    }
}
