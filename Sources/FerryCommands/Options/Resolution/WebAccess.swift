internal import CurlEndpoints
internal import FerryCore
internal import Glibc

/// How servers are reached through libcurl, as options and environment say.
struct WebAccess: Sendable {
    let engine: CurlEngine
    private var headers: [String]
    private var token: String?
    private var certificate: ClientCertificate?
    private var logins: LoginSource

    init(
        _ arguments: Arguments = Arguments(), _ environment: Environment, connections: Int? = nil,
        _ cancellation: Cancellation
    ) throws(UsageError) {
        var settings = try EngineSettings(resolving: arguments)
        if let connections { settings.connectionsPerHost = connections }
        engine = CurlEngine(settings, cancellation: cancellation)
        var headers: [String] = []
        for header in arguments.web.headers { headers += try Self.lines(header) }
        self.headers = headers
        certificate = try Self.certificate(arguments.web, environment)
        token = environment.value("FERRY_HTTP_TOKEN")
        logins = LoginSource(environment, password: "FERRY_HTTP_PASSWORD")
    }

    func settings(for location: Location) -> HTTPSettings {
        var settings = HTTPSettings()
        settings.headers = headers
        settings.certificate = certificate
        if let login = logins.login(for: location) {
            settings.login = .password(login)
        } else if let token {
            settings.login = .bearer(token)
        }
        return settings
    }

    /// Bytes of content that came so far, wanted or not.
    var received: Int64 { engine.received }

    /// For servers that a stranger has named: of all that proves who the user is, they get what netrc has for their own names.
    var withoutSecrets: WebAccess {
        var access = self
        (access.headers, access.token, access.certificate) = ([], nil, nil)
        access.logins = logins.withoutPassword
        return access
    }

    /// What `--client-cert` and `--client-key` name.
    private static func certificate(
        _ arguments: WebArguments, _ environment: Environment
    ) throws(UsageError) -> ClientCertificate? {
        guard let file = arguments.clientCertificate else {
            if arguments.clientKey == nil { return nil }
            throw UsageError("--client-key: the key is of use with --client-cert only")
        }
        return ClientCertificate(
            certificate: try readable(file), key: try arguments.clientKey.map(readable),
            password: environment.value("FERRY_CLIENT_KEY_PASSWORD"))
    }

    /// The path that an option names, of a file that can be read.
    fileprivate static func readable(_ file: OptionText) throws(UsageError) -> String {
        let path = try file.text()
        guard access(path, R_OK) == 0 else { throw unreadable(file, file.bytes) }
        return path
    }

    /// The header lines of an option's value.
    private static func lines(_ option: OptionText) throws(UsageError) -> [String] {
        var bytes = option.bytes
        if bytes.first == UInt8(ascii: "@") {
            let file = Array(bytes.dropFirst())
            guard let content = TextFile.content(of: file) else { throw unreadable(option, file) }
            bytes = content
        }
        var lines: [String] = []
        for line in bytes.split(separator: UInt8(ascii: "\n")) where !line.elementsEqual("\r".utf8) {
            guard let text = String(validating: line, as: UTF8.self), isHeader(line) else {
                throw UsageError("\(option.option): a header is written 'Name: value'")
            }
            lines.append(text.last == "\r" ? String(text.dropLast()) : text)
        }
        return lines
    }

    private static func isHeader(_ line: ArraySlice<UInt8>) -> Bool {
        guard let colon = line.firstIndex(of: UInt8(ascii: ":")), colon > line.startIndex else { return false }
        let hasControls = line.contains { $0 < 0x20 && $0 != 0x09 && $0 != 0x0D }
        return !hasControls && line[..<colon].allSatisfy { $0 > 0x20 && $0 < 0x7F }
    }

    fileprivate static func unreadable(_ option: OptionText, _ file: [UInt8]) -> UsageError {
        let reason = String(cString: strerror(errno))
        return UsageError("\(option.option): cannot read '\(DisplayName.escaping(file))': \(reason)", status: .fileIO)
    }
}

extension EngineSettings {
    /// What the options say of all that is reached through libcurl.
    init(resolving arguments: Arguments) throws(UsageError) {
        self.init()
        if let file = arguments.web.certificates { certificateFile = try WebAccess.readable(file) }
        if let seconds = try arguments.running.idleTime() { stallTimeout = seconds }
    }
}
