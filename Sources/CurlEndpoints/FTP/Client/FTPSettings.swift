/// How a server of FTP is spoken to.
package struct FTPSettings: Sendable {
    /// Nil is anonymous.
    package var login: Login?
    package var security = Security.whereOffered
    package var engine = EngineSettings()
    /// How many control connections there are at most.
    package var connections = 8
    /// Tells the user what he should know before it happens.
    package var warn: @Sendable (String) -> Void = { _ in }

    package init() {}

    /// `--ftp-tls`: what becomes of a connection that does not begin with TLS.
    package enum Security: String, Sendable, CaseIterable {
        case required
        case whereOffered = "try"
        case none
    }

    /// What servers take from everybody (RFC 1635).
    static let anonymous = Login(user: "anonymous", password: "ferry@")
}
