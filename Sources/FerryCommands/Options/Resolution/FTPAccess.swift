internal import CurlEndpoints
internal import FTPEndpoint
internal import FerryCore

/// How servers of FTP are reached, as options and environment say.
struct FTPAccess: Sendable {
    private let engine: EngineSettings
    private let security: FTPSettings.Security
    private let logins: LoginSource
    private let connections: Int?
    private let warn: @Sendable (String) -> Void
    let proxy: FTPProxy

    init(
        _ arguments: Arguments, _ environment: Environment, connections: Int?,
        warn: @escaping @Sendable (String) -> Void
    ) throws(UsageError) {
        self.connections = connections
        engine = try EngineSettings(resolving: arguments)
        security = try arguments.web.ftpSecurity?.choice(of: FTPSettings.Security.self) ?? .whereOffered
        logins = LoginSource(environment, password: "FERRY_FTP_PASSWORD")
        self.warn = warn
        proxy = FTPProxy(environment)
    }

    func settings(for location: Location) -> FTPSettings {
        var settings = FTPSettings()
        settings.login = logins.login(for: location)
        if settings.login == nil, let user = location.user {
            let question =
                "Password of \(DisplayName.escaping(user.utf8)) on \(DisplayName.escaping(location.host.utf8)): "
            // Where nobody can be asked, a server that wants a password says so.
            settings.login = Login(user: user, password: PasswordPrompt.ask(question) ?? "")
        }
        settings.certificateFile = engine.certificateFile
        settings.connectTimeout = engine.connectTimeout
        settings.stallTimeout = engine.stallTimeout
        settings.security = security
        if let connections { settings.connections = connections }
        settings.warn = warn
        return settings
    }
}
