/// How a web server is spoken to.
public struct HTTPSettings: Sendable {
    public var login: HTTPLogin?
    /// `--header`: lines, `Name: value`. They may hold secrets, and go where the login goes.
    public var headers: [String] = []
    /// Shown to where the login goes, too.
    public var certificate: ClientCertificate?

    public init() {}
}
