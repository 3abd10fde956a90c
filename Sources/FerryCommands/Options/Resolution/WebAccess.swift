internal import CurlEndpoints
internal import FerryCore
internal import Glibc

/// How servers are reached through libcurl, as options and environment say.
struct WebAccess: Sendable {
    let engine: CurlEngine
    private let headers: [String]
    private let token: String?
    private let logins: LoginSource

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
        token = environment.value("FERRY_HTTP_TOKEN")
        logins = LoginSource(environment, password: "FERRY_HTTP_PASSWORD")
    }

    func settings(for location: Location) -> HTTPSettings {
        var settings = HTTPSettings()
        settings.headers = headers
        if let login = logins.login(for: location) {
            settings.login = .basic(login)
        } else if let token {
            settings.login = .bearer(token)
        }
        return settings
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
        if let file = arguments.web.certificates {
            let path = try file.text()
            guard access(path, R_OK) == 0 else { throw WebAccess.unreadable(file, file.bytes) }
            certificateFile = path
        }
        if let seconds = try arguments.running.idleTime() { stallTimeout = seconds }
    }
}
