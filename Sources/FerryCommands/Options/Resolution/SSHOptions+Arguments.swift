internal import FerryAgent
internal import FerryCore
internal import FerrySync
internal import SSHEndpoint

extension SSHOptions {
    /// What the options and the environment say of hosts that are reached through SSH.
    init(resolving arguments: Arguments, environment: Environment) throws(UsageError) {
        self.init()
        if let command = try arguments.remote.remoteShell?.text() ?? environment.value("RSYNC_RSH") {
            guard let words = RemoteShell.words(of: command) else {
                throw UsageError("'--rsh' names no program, or a quote in it is not closed")
            }
            remoteShell = words
        }
        for identity in arguments.remote.identities { identities.append(try identity.text()) }
        if let hostKeys = arguments.remote.hostKeys { self.hostKeys = try Self.hostKeys(hostKeys) }
        if let seconds = try arguments.remote.connectTimeout?.integer(in: 0...Int(Int32.max)), seconds > 0 {
            connectTimeout = seconds
        }
        timeout = try arguments.running.idleTime()
        umask = environment.umask
        interaction = Interaction(environment)
        askingProgram = environment.value("SSH_ASKPASS")
        isCompressed = try StreamCompression.resolving(arguments.remote.compression) != nil
        confirmsUploads = arguments.writing.verification != WritingOptions.VerificationPolicy.none
        followsDirectoryLinks = arguments.links.keepDestinationDirectories
    }

    private static func hostKeys(_ text: OptionText) throws(UsageError) -> HostKeyChecking {
        if let value = HostKeyChecking(rawValue: try text.text()) { return value }
        let known = HostKeyChecking.allCases.map(\.rawValue).joined(separator: ", ")
        throw UsageError("\(text.option): '\(text.shown)' is none of \(known)")
    }
}

extension SSHOptions.Interaction {
    /// A password of the environment is handed over by this program, which ssh runs to ask for it. Else the user is asked
    /// where he can be: on a terminal, or through an askpass program of his own.
    fileprivate init(_ environment: Environment) {
        if environment.value(Askpass.password) != nil, let program = environment.programPath {
            self = .program([
                "SSH_ASKPASS": program, "SSH_ASKPASS_REQUIRE": "force", Askpass.request: "1",
            ])
        } else {
            self = environment.hasTerminal || environment.value("SSH_ASKPASS") != nil ? .user : .none
        }
    }
}
