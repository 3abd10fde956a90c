internal import CurlEndpoints
internal import FerryCore
internal import Glibc

/// How servers are reached through libcurl, as options and environment say.
struct WebAccess: Sendable {
    let engine: CurlEngine
    private let headers: [String]
    private let token: String?
    private let password: String?
    private let netrc: Netrc?

    init(
        _ arguments: Arguments = Arguments(), _ environment: Environment, _ cancellation: Cancellation
    ) throws(UsageError) {
        var settings = EngineSettings()
        if let file = arguments.web.certificates { settings.certificateFile = try Self.readable(file) }
        if let seconds = try arguments.running.idleTime() { settings.stallTimeout = seconds }
        engine = CurlEngine(settings, cancellation: cancellation)
        var headers: [String] = []
        for header in arguments.web.headers { headers += try Self.lines(header) }
        self.headers = headers
        token = environment.value("FERRY_HTTP_TOKEN")
        password = environment.value("FERRY_HTTP_PASSWORD")
        netrc = Self.netrc(environment)
    }

    func settings(for location: Location) -> HTTPSettings {
        var settings = HTTPSettings()
        settings.headers = headers
        if let user = location.user, let password {
            settings.login = .basic(Login(user: user, password: password))
        } else if let login = netrc?.login(for: location.host, user: location.user) {
            settings.login = .basic(login)
        } else if let token {
            settings.login = .bearer(token)
        }
        return settings
    }

    private static func netrc(_ environment: Environment) -> Netrc? {
        let file = environment.value("NETRC") ?? environment.value("HOME").map { $0 + "/.netrc" }
        return file.flatMap { TextFile.content(of: Array($0.utf8)) }.map { Netrc($0) }
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

    private static func readable(_ option: OptionText) throws(UsageError) -> String {
        let path = try option.text()
        guard access(path, R_OK) == 0 else { throw unreadable(option, option.bytes) }
        return path
    }

    private static func unreadable(_ option: OptionText, _ file: [UInt8]) -> UsageError {
        let reason = String(cString: strerror(errno))
        return UsageError("\(option.option): cannot read '\(DisplayName.escaping(file))': \(reason)", status: .fileIO)
    }
}
