package import FerryCore

/// How a server of FTP is spoken to.
package struct FTPSettings: Sendable {
    /// Nil is anonymous.
    package var login: Login?
    package var security = Security.whereOffered
    /// Certificates to trust instead of the system's.
    package var certificateFile: String?
    /// In seconds.
    package var connectTimeout = 30
    /// Seconds without a byte, after which a connection counts as lost.
    package var stallTimeout = 60
    /// How many control connections there are at most; nil is as many as the way to the server makes sensible.
    package var connections: Int?
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
