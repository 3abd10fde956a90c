public import FerryCore

/// How a server of FTP is spoken to.
public struct FTPSettings: Sendable {
    /// Nil is anonymous.
    public var login: Login?
    public var security = Security.whereOffered
    /// Certificates to trust instead of the system's.
    public var certificateFile: String?
    /// In seconds.
    public var connectTimeout = 30
    /// Seconds without a byte, after which a connection counts as lost.
    public var stallTimeout = 60
    /// How many control connections there are at most; nil is as many as the way to the server makes sensible.
    public var connections: Int?
    /// Tells the user what he should know before it happens.
    public var warn: @Sendable (String) -> Void = { _ in }

    public init() {}

    /// `--ftp-tls`: what becomes of a connection that does not begin with TLS.
    public enum Security: String, Sendable, CaseIterable {
        case required
        case whereOffered = "try"
        case none
    }

    /// What servers take from everybody (RFC 1635).
    static let anonymous = Login(user: "anonymous", password: "ferry@")
}
