internal import CurlEndpoints
internal import FerryCore

/// How servers of FTP are reached, as options and environment say.
struct FTPAccess: Sendable {
    private let engine: EngineSettings
    private let security: FTPSettings.Security
    private let logins: LoginSource
    private let warn: @Sendable (String) -> Void

    init(
        _ arguments: Arguments, _ environment: Environment, warn: @escaping @Sendable (String) -> Void
    ) throws(UsageError) {
        engine = try EngineSettings(resolving: arguments)
        security = try arguments.web.ftpSecurity?.choice(of: FTPSettings.Security.self) ?? .whereOffered
        logins = LoginSource(environment, password: "FERRY_FTP_PASSWORD")
        self.warn = warn
    }

    func settings(for location: Location) -> FTPSettings {
        var settings = FTPSettings()
        settings.login = logins.login(for: location)
        // A server that wants a password says so.
        if settings.login == nil, let user = location.user { settings.login = Login(user: user, password: "") }
        settings.engine = engine
        settings.security = security
        settings.warn = warn
        return settings
    }
}
