public import FerryCore
public import FerryEndpoints

/// A server of FTP that somebody has logged in to, and what it turned out to be. All endpoints there share it.
public final class FTPServer: Sendable {
    let client: FTPClient
    let features: FTPFeatures
    /// Where a login begins: absolute, not ending in a slash.
    let home: ServerPath
    let names: NameRules
    /// Whether permissions can be set.
    let setsPermissions: Bool
    /// The digests that it offers.
    let digests: FTPDigests
    /// How many control connections there are at most, if it grants them.
    let connections: Int
    private let habits = Monitor(Habits())
    private let restarts = Monitor<FTPRestarts?>(nil)

    private struct Habits {
        var keepsTimes: Bool?
        var refusesFacts = false
        var replacesNames = true
        var truths: [DigestAlgorithm: Bool] = [:]
    }

    /// Connects, and asks what it is.
    public init(
        _ address: FTPAddress, settings: FTPSettings, cancellation: Cancellation
    ) throws(EndpointError) {
        do throws(FTPFailure) {
            client = try Self.connect(address, settings, cancellation)
            let questions = ["PWD", "SYST", "FEAT", "SITE HELP"].map(FTPCommand.line)
            let asked = ContinuousClock.now
            let answers = try client.tryToRun(questions) { $0[0].code == 257 && $0.allSatisfy { !$0.isPreliminary } }
            connections = settings.connections ?? FTPConnections.usual(roundTrip: ContinuousClock.now - asked)
            home = try Self.directory(answers[0])
            features = FTPFeatures(answers[2])
            // Some servers speak a code page until they are asked for what they say they can (RFC 2640, 3.1, has no word of it).
            if features["UTF8"] != nil { try client.sayEverywhere([FTPCommand.line("OPTS UTF8 ON")]) }
            client.allow(connections: connections)
            digests = FTPDigests(features)
            names = Self.names(features)
            setsPermissions = Self.names("CHMOD", answers[3])
        } catch {
            throw error.error(.connect, nil, at: address.origin)
        }
    }

    public func close() { client.close() }

    /// Over TLS if there is any way, or as it was asked for.
    private static func connect(
        _ address: FTPAddress, _ settings: FTPSettings, _ cancellation: Cancellation
    ) throws(FTPFailure) -> FTPClient {
        func client(_ asksForTLS: Bool) throws(FTPFailure) -> FTPClient {
            let client = try FTPClient(address, settings, asksForTLS: asksForTLS, cancellation: cancellation)
            try client.connect()
            return client
        }
        if address.isImplicitTLS { return try client(false) }
        if settings.security != .none {
            do throws(FTPFailure) {
                return try client(true)
            } catch {
                if settings.security == .required || !error.lacksTLS { throw error }
            }
        }
        if let login = settings.login, !login.password.isEmpty {
            settings.warn("\(address.origin): the password is sent without encryption")
        }
        return try client(false)
    }

    /// `257 "/home/u" is the current directory`, with quotes doubled (RFC 959, appendix II).
    private static func directory(_ reply: FTPReply) throws(FTPFailure) -> ServerPath {
        var path: [UInt8] = []
        var rest = reply.text.drop { $0 != UInt8(ascii: "\"") }.dropFirst()
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "\""), rest.popFirst() != UInt8(ascii: "\"") { break }
            path.append(byte)
        }
        guard reply.isSuccess, path.first == RelativePath.separator else {
            throw FTPFailure(.unsupported, "the server's paths do not begin with a slash")
        }
        return ServerPath(path)
    }

    /// Names end where a command does; other control characters are trouble; 255 begins a command of telnet's, by which a
    /// server may take it out; an asterisk is a pattern to some. Servers of UTF-8 take nothing else (RFC 2640). Paths are
    /// bounded by the kernel of the server.
    private static func names(_ features: FTPFeatures) -> NameRules {
        NameRules(
            longestPath: 3072, mustBeUTF8: features["UTF8"] != nil,
            forbiddenBytes: Set(1..<0x20).union([UInt8(ascii: "*"), 0xFF]))
    }

    /// Whether a list of commands has this one.
    private static func names(_ command: String, _ reply: FTPReply) -> Bool {
        let words = reply.lines.flatMap { $0.split { $0 <= 0x20 || $0 == UInt8(ascii: "-") } }
        return words.contains { String(decoding: $0, as: UTF8.self).uppercased() == command }
    }

    // MARK: What it turned out to do

    /// Whether times that were set are there afterwards; nil until the first try.
    var keepsTimes: Bool? { habits.withLock { $0.keepsTimes } }

    /// Whether directories are listed by MLSD.
    var listsFacts: Bool { features.listsFacts && !habits.withLock { $0.refusesFacts } }

    func noteRefusedFacts() { habits.withLock { $0.refusesFacts = true } }

    /// Whether a file is renamed onto the name of another one, until it turned out that it is not.
    var replacesNames: Bool { habits.withLock { $0.replacesNames } }

    func noteKeptName() { habits.withLock { $0.replacesNames = false } }

    func note(keepsTimes kept: Bool) { habits.withLock { $0.keepsTimes = kept } }

    /// Whether the digests that it tells are right; nil until one was looked at.
    func tellsTruth(of algorithm: DigestAlgorithm) -> Bool? { habits.withLock { $0.truths[algorithm] } }

    func note(tellsTruth: Bool, of algorithm: DigestAlgorithm) {
        habits.withLock { $0.truths[algorithm] = tellsTruth }
    }

    /// What it does with files that are sent from an offset on.
    ///
    /// - Parameter attempt: Tries it out, once.
    func restarts(_ attempt: () throws(FTPFailure) -> FTPRestarts) throws(FTPFailure) -> FTPRestarts {
        try restarts.withLock { (known) throws(FTPFailure) in
            if let known { return known }
            let found = try attempt()
            known = found
            return found
        }
    }
}
