/// Why a location was refused. Says nothing that could be a secret.
public struct LocationError: Error, Hashable {
    public enum Reason: Hashable, Sendable {
        case empty
        /// `rsync://` and `host::module`.
        case rsyncDaemon
        case unknownScheme(String)
        case missingHost
        case missingBucket
        case invalidHost
        case password
        case secretSetting(String)
        case invalidPort
        case invalidEscape
        case invalidSetting
        case notText
        case nul
    }

    public let reason: Reason
    /// The location as far as it may be shown.
    public let shown: String

    public init(_ reason: Reason, _ shown: String) {
        self.reason = reason
        self.shown = shown
    }

    public var status: ExitStatus {
        switch reason {
        case .rsyncDaemon, .unknownScheme: .notSupported
        default: .usage
        }
    }
}

extension LocationError: CustomStringConvertible {
    public var description: String {
        switch reason {
        case .empty: "a location must not be empty"
        case .rsyncDaemon: "\(shown): the protocol of rsync servers is not supported; use SSH, as in host:path"
        case .unknownScheme(let scheme): "\(shown): '\(scheme)://' is no kind of location"
        case .missingHost: "\(shown): no host is named"
        case .missingBucket: "\(shown): no bucket is named"
        case .invalidHost: "\(shown): the host has characters that no name of one has"
        case .password: "\(shown): a location must not contain a password"
        case .secretSetting(let name): "\(shown): a location must not contain a secret ('\(name)')"
        case .invalidPort: "\(shown): the port is not a number between 1 and 65535"
        case .invalidEscape: "\(shown): '%' is not followed by two hexadecimal digits; write '%25' for itself"
        case .invalidSetting: "\(shown): settings after '?' are written name=value; write '%3F' for a question mark"
        case .notText: "\(shown): user, host and settings must be UTF-8"
        case .nul: "\(shown): a path must not contain a NUL byte"
        }
    }
}
