internal import FerryCore
internal import FerryEndpoints

/// A shell of the account, beside the server that the files come from: started when something is first to be run. An account
/// that may run nothing answers nothing.
final class AccountShell: Sendable {
    private let session: SharedConnection<ShellSession>
    /// Seconds for which nothing may be printed; nil is however long.
    let patience: Int?
    /// For what nobody has to know, in seconds.
    private static let usualPatience = 30

    init(patience: Int?, openStream: @escaping @Sendable () throws(ConnectionFailure) -> any ByteStream) {
        self.patience = patience
        session = SharedConnection(
            open: { (_) throws(ConnectionFailure) in
                try ShellSession(over: openStream(), greeting: patience ?? Self.usualPatience)
            },
            failure: \.failure)
    }

    /// Nil where nothing can be run: whoever asks has to do without.
    /// - Parameter time: In place of `patience`.
    func run(_ script: [UInt8], within time: Int? = nil) -> ShellSession.Outcome? {
        do throws(ConnectionFailure) {
            return try session.get().run(script, patience: time ?? patience)
        } catch {
            return nil
        }
    }

    /// The groups that the account is a member of; nil for root, whom that does not bind.
    func groups() -> Set<UInt32>? {
        guard let outcome = run(Array("test \"$(id -u)\" = 0 || id -G".utf8), within: patience ?? Self.usualPatience),
            outcome.status == 0
        else {
            return nil
        }
        return Self.groups(in: outcome.output)
    }

    /// What `id -G` printed: numbers between spaces (POSIX, id).
    static func groups(in output: [UInt8]) -> Set<UInt32>? {
        let words = output.split { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\n") }
        let groups = words.compactMap { UInt32(String(decoding: $0, as: UTF8.self)) }
        return groups.isEmpty || groups.count != words.count ? nil : Set(groups)
    }
}
