internal import FerryAgent
internal import FerryCore
internal import FerryEndpoints
internal import SSHEndpoint
internal import Synchronization

/// How one host is reached: through ferry there, or through its SFTP server. Decided once, when it is first needed.
final class HostAccess: Sendable {
    private enum Way {
        case agent(AgentSession)
        case sftp(SSHHost)
    }

    private let access: SSHAccess
    private let agent: AgentChoice
    private let compression: StreamCompression?
    private let note: @Sendable (String) -> Void
    private let way = Mutex<Way?>(nil)
    /// For locations that ask for scp.
    private let shells: SCPHost

    init(
        _ access: SSHAccess, agent: AgentChoice, compression: StreamCompression?,
        note: @escaping @Sendable (String) -> Void
    ) {
        self.access = access
        shells = SCPHost(access)
        self.agent = agent
        self.compression = compression
        self.note = note
    }

    deinit {
        if case .agent(let session)? = way.withLock({ $0 }) { session.release() }
    }

    /// Opens the directory at a location's path, which need not exist.
    func open(_ path: [UInt8], options: TreeOptions, location: String) throws(EndpointError) -> any Endpoint {
        let path = Self.fromHome(path)
        switch try decided(location) {
        case .agent(let session):
            return try AgentEndpoint(session, path: path, location: location, options: options)
        case .sftp(let host): return try SSHEndpoint(path, on: host, location: location)
        }
    }

    /// Connects, should somebody have to type a password, before several threads ask for something.
    func connect(_ location: String) throws(EndpointError) {
        guard case .sftp(let host) = try decided(location) else { return }
        do throws(ConnectionFailure) { try host.connect() } catch { throw error.during(.connect, nil, at: location) }
    }

    private func decided(_ location: String) throws(EndpointError) -> Way {
        do throws(ConnectionFailure) {
            return try way.withLock { (way) throws(ConnectionFailure) in
                if let way { return way }
                let decided = try decide()
                way = decided
                return decided
            }
        } catch {
            throw error.during(.connect, nil, at: location)
        }
    }

    /// The same by scp and commands of the account's shell.
    func openBySCP(_ path: [UInt8], location: String) throws(EndpointError) -> any Endpoint {
        try SCPEndpoint(Self.fromHome(path), on: shells, location: location)
    }

    /// `/~/` at the beginning, as URLs have it, is the home directory.
    private static func fromHome(_ path: [UInt8]) -> [UInt8] {
        path.starts(with: "/~/".utf8) || path.elementsEqual("/~".utf8) ? Array(path.dropFirst()) : path
    }

    private func decide() throws(ConnectionFailure) -> Way {
        switch agent {
        case .never: return .sftp(SSHHost(access))
        case .command(let command):
            do throws(ConnectionFailure) {
                return .agent(try startAgent(command, mayAsk: true))
            } catch {
                // Where the host was not even reached, or does not answer, the agent is not what is wrong.
                guard error.meansNoAgent else { throw error }
                throw ConnectionFailure(error.code, "'\(command)' there is no agent: \(error.reason)")
            }
        case .auto:
            // Where a password would have to be typed twice, SFTP is enough.
            do throws(ConnectionFailure) {
                return .agent(try startAgent("ferry", mayAsk: access.asksOnce, usualPatience: Self.agentPatience))
            } catch {
                let isAskedLater = !access.asksOnce && [.authenticationFailed, .untrustedHost].contains(error.code)
                let isOtherProgram = error.code == .timedOut && !hasTimeout
                guard error.meansNoAgent || isAskedLater || isOtherProgram else { throw error }
                note("no agent on \(access.target.host), SFTP is used: \(error.reason)")
                return .sftp(SSHHost(access))
            }
        }
    }

    /// Seconds in which a program of the agent's name says that it is one. Who has to be asked for something is asked over SFTP.
    private static let agentPatience = 30

    private var hasTimeout: Bool { (access.options.connectTimeout ?? access.options.timeout) != nil }

    /// - Parameter usualPatience: Seconds for which its first word is waited for where no option says how long.
    private func startAgent(
        _ command: String, mayAsk: Bool, usualPatience: Int? = nil
    ) throws(ConnectionFailure) -> AgentSession {
        let (access, options) = (access, access.options)
        let isAsked = mayAsk && options.interaction == .user
        let patience = isAsked ? nil : options.connectTimeout ?? options.timeout ?? usualPatience
        let session = AgentSession(
            location: access.target.host, patience: options.timeout, greeting: patience, compression: compression,
            confirmsUploads: options.confirmsUploads
        ) { () throws(ConnectionFailure) in
            try access.start(.command("\(command) serve --stdio"), mayAsk: mayAsk)
        }
        try session.retain()
        if compression != nil, try !session.isCompressed() {
            note("the agent on \(access.target.host) does not compress")
        }
        return session
    }
}

extension ConnectionFailure {
    /// The host was reached, and what answers is no agent, or none that can be understood.
    fileprivate var meansNoAgent: Bool { code == .unsupported || code == .protocolViolation }
}
