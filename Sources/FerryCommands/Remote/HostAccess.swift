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
    private let memory: AgentMemory?
    private let note: @Sendable (String) -> Void
    private let way = Mutex<Way?>(nil)
    /// For locations that ask for scp.
    private let shells: SCPHost

    init(
        _ access: SSHAccess, agent: AgentChoice, compression: StreamCompression?, memory: AgentMemory?,
        note: @escaping @Sendable (String) -> Void
    ) {
        self.access = access
        shells = SCPHost(access)
        self.agent = agent
        self.compression = compression
        self.memory = memory
        self.note = note
    }

    deinit {
        if case .agent(let session)? = way.withLock({ $0 }) { session.release() }
    }

    /// Opens the directory at a location's path, which need not exist.
    /// - Parameter first: The entry there that will be asked for first.
    func open(
        _ path: [UInt8], options: TreeOptions, location: String, first: RelativePath
    ) throws(EndpointError) -> any Endpoint {
        let path = Self.fromHome(path)
        switch try decided(location, [FirstLook(path, first)]) {
        case .agent(let session):
            return try AgentEndpoint(session, path: path, location: location, options: options, first: first)
        case .sftp(let host): return try SSHEndpoint(path, on: host, location: location)
        }
    }

    /// Connects, should somebody have to type a password, before several threads ask for something.
    /// - Parameter looks: What will be asked for first.
    func connect(_ location: String, expecting looks: [FirstLook]) throws(EndpointError) {
        let looks = looks.map { FirstLook(Self.fromHome($0.directory), $0.path) }
        guard case .sftp(let host) = try decided(location, looks) else { return }
        do throws(ConnectionFailure) { try host.connect() } catch { throw error.during(.connect, nil, at: location) }
    }

    private func decided(_ location: String, _ looks: [FirstLook]) throws(EndpointError) -> Way {
        do throws(ConnectionFailure) {
            return try way.withLock { (way) throws(ConnectionFailure) in
                if let way { return way }
                let decided = try decide(looks)
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

    private func decide(_ looks: [FirstLook]) throws(ConnectionFailure) -> Way {
        switch agent {
        case .never: return .sftp(host(expecting: looks))
        case .command(let command):
            do throws(ConnectionFailure) {
                let session = try startAgent(command, mayAsk: true)
                if command == Self.usualCommand { memory?.forget() }
                return .agent(session)
            } catch {
                // Where the host was not even reached, or does not answer, the agent is not what is wrong.
                guard error.meansNoAgent else { throw error }
                throw ConnectionFailure(error.code, "'\(command)' there is no agent: \(error.reason)")
            }
        case .auto:
            if let host = rememberedHost(looks) { return .sftp(host) }
            // Where a password would have to be typed twice, SFTP is enough.
            do throws(ConnectionFailure) {
                return .agent(
                    try startAgent(
                        Self.usualCommand, mayAsk: access.asksOnce, usualPatience: Self.agentPatience))
            } catch {
                let isAskedLater = !access.asksOnce && [.authenticationFailed, .untrustedHost].contains(error.code)
                let isOtherProgram = error.code == .timedOut && !hasTimeout
                guard error.meansNoAgent || isAskedLater || isOtherProgram else { throw error }
                note("no agent on \(access.target.host), SFTP is used: \(error.reason)")
                let host = host(expecting: looks)
                if !isAskedLater { remember(host) }
                return .sftp(host)
            }
        }
    }

    /// Only of a host that serves files in another way: of the others the agent's absence tells nothing. Why it does not, who
    /// uses it is told.
    private func remember(_ host: SSHHost) {
        guard let memory, (try? host.connect()) != nil else { return }
        memory.rememberNone()
    }

    /// The host, where it is known to have no agent. One that has no SFTP, either, is looked at anew.
    private func rememberedHost(_ looks: [FirstLook]) -> SSHHost? {
        guard let memory, let age = memory.timeWithout else { return nil }
        let host = host(expecting: looks)
        do throws(ConnectionFailure) {
            try host.connect()
        } catch {
            if error.meansNoAgent {
                memory.forget()
                return nil
            }
        }
        let command = Self.usualCommand
        note("no agent on \(access.target.host) \(Self.ago(age)), SFTP is used; --agent=\(command) looks for it again")
        return host
    }

    private func host(expecting looks: [FirstLook]) -> SSHHost {
        let host = SSHHost(access)
        host.expect(looks)
        return host
    }

    private static func ago(_ seconds: Int64) -> String {
        seconds < 7200 ? "\(max(1, seconds / 60)) min ago" : "\(seconds / 3600) hours ago"
    }

    private static let usualCommand = "ferry"

    /// Seconds in which a program of the agent's name says that it is one. Who has to be asked for something is asked over SFTP.
    private static let agentPatience = 30

    private var hasTimeout: Bool { (access.options.connectTimeout ?? access.options.timeout) != nil }

    /// - Parameter usualPatience: Seconds for which its first word is waited for where no option says how long.
    private func startAgent(
        _ command: String, mayAsk: Bool, usualPatience: Int? = nil
    ) throws(ConnectionFailure) -> AgentSession {
        let (access, options) = (access, access.options)
        let patience = (mayAsk ? options : options.unattended).greeting ?? usualPatience
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
