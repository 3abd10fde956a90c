package import FerryCore
package import FerryEndpoints

/// A server of FTP that somebody has logged in to, and what it turned out to be. All endpoints there share it.
package final class FTPServer: Sendable {
    let client: FTPClient
    let features: FTPFeatures
    /// Where a login begins: absolute, not ending in a slash.
    let home: ServerPath
    /// Whether permissions can be set.
    let setsPermissions: Bool
    /// Whether a time that was set is there afterwards; nil until the first try.
    private let keepsTimes = Monitor<Bool?>(nil)

    /// Connects, and asks what it is.
    package init(
        _ address: FTPAddress, settings: FTPSettings, cancellation: Cancellation
    ) throws(EndpointError) {
        do throws(FTPFailure) {
            client = try Self.connect(address, settings, cancellation)
            let questions = ["PWD", "SYST", "FEAT", "SITE HELP"].map(FTPCommand.line)
            let answers = try client.run(questions)
            home = try Self.directory(answers[0])
            features = FTPFeatures(answers[2])
            setsPermissions = Self.names("CHMOD", answers[3])
        } catch {
            throw error.error(.connect, nil, at: address.origin)
        }
    }

    package func close() { client.close() }

    /// Over TLS if there is any way, or as it was asked for.
    private static func connect(
        _ address: FTPAddress, _ settings: FTPSettings, _ cancellation: Cancellation
    ) throws(FTPFailure) -> FTPClient {
        func client(_ requiresTLS: Bool) throws(FTPFailure) -> FTPClient {
            let client = FTPClient(address, settings, requiresTLS: requiresTLS, cancellation: cancellation)
            _ = try client.run([FTPCommand.line("NOOP")])
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
        if settings.login != nil {
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

    /// Whether a list of commands has this one.
    private static func names(_ command: String, _ reply: FTPReply) -> Bool {
        let words = reply.lines.flatMap { $0.split { $0 <= 0x20 || $0 == UInt8(ascii: "-") } }
        return words.contains { String(decoding: $0, as: UTF8.self).uppercased() == command }
    }

    // MARK: Metadata

    /// MFMT is made for setting times. Some servers without it take a time in MDTM, which shows when it was tried.
    var metadataKept: MetadataFields {
        var fields: MetadataFields = setsPermissions ? [.permissions] : []
        if keepsTimes.withLock({ $0 }) ?? (features.hasMFMT || features.hasMDTM) { fields.insert(.modified) }
        return fields
    }

    func note(keepsTimes kept: Bool) { keepsTimes.withLock { $0 = kept } }

    /// The commands that set what can be set, and what each sets.
    func commands(setting metadata: Metadata, of path: [UInt8]) -> [(line: [UInt8], field: MetadataFields)] {
        var commands: [(line: [UInt8], field: MetadataFields)] = []
        let kept = metadataKept
        if kept.contains(.modified), let time = metadata.modified.flatMap(FTPTime.text) {
            commands.append((FTPCommand.line("\(features.hasMFMT ? "MFMT" : "MDTM") \(time)", path), .modified))
        }
        if kept.contains(.permissions), let permissions = metadata.permissions {
            let mode = String(permissions & 0o7777, radix: 8)
            commands.append((FTPCommand.line("SITE CHMOD \(mode)", path), .permissions))
        }
        return commands
    }
}
