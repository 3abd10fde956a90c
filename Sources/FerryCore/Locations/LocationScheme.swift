/// The kinds of places, by the word before `://`.
public enum LocationScheme: String, Hashable, Sendable, CaseIterable {
    case local = "file"
    /// SFTP over SSH; also what `HOST:PATH` means.
    case sftp
    case scp, ftp, ftps, http, https
    case dav, davs
    case s3

    /// As messages say it: "SFTP locations are ...".
    public var title: String {
        switch self {
        case .local: "local"
        case .sftp: "SFTP"
        case .scp: "SCP"
        case .ftp, .ftps: "FTP"
        case .http, .https: "HTTP"
        case .dav, .davs: "WebDAV"
        case .s3: "S3"
        }
    }
}
