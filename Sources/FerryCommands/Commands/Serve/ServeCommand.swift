internal import FerryAgent
internal import FerryCore
internal import FerryEndpoints
internal import LocalEndpoint

/// `ferry serve`: the agent, started by another ferry over ssh.
struct ServeCommand {
    let line: ServeCommandLine
    let context: CommandContext

    func run() throws(UsageError) -> Int32 {
        try requireDirectory()
        let server = AgentServer(StandardStream(), isReadOnly: line.isReadOnly, patience: line.timeout) {
            [root = line.root] (path, asked) throws(EndpointError) in
            var options = LocalOptions()
            options.confinement = root
            options.followsDirectoryLinks = asked.contains(.followsDirectoryLinks)
            options.keepsAccessTimes = asked.contains(.keepsAccessTimes)
            options.reservesSpace = asked.contains(.reservesSpace)
            return LocalEndpoint(root: root == nil ? try HomePath.resolve(path) : path, options: options)
        }
        do throws(ConnectionFailure) {
            try server.run()
            return ExitStatus.success.rawValue
        } catch {
            context.complain(error.violation.map { "the client broke the protocol: \($0)" } ?? error.reason)
            return (error.code == .protocolViolation ? ExitStatus.protocolData : .socket).rawValue
        }
    }

    /// A mistake in a line of authorized_keys is told when it is used, not as a strange failure later.
    private func requireDirectory() throws(UsageError) {
        guard let root = line.root else { return }
        let entry = try context.registry.looking { () throws(EndpointError) in
            try LocalEndpoint(root: root).entry(at: .root)
        }
        guard entry?.isDirectory == true else {
            throw UsageError("'\(DisplayName.escaping(root))' is not a directory", status: .fileSelection)
        }
    }
}
