/// The credentials that the environment or a profile holds, in AWS's order: a profile that is named before the environment,
/// this before the default profile.
package enum ConfiguredCredentials {
    /// Nil where there are none. A named profile without credentials is an error.
    package static func find(
        profile: String?, environment: [String: String], configuration: SharedConfiguration
    ) throws(Missing) -> Credentials? {
        if let profile {
            guard configuration.hasProfile(profile) else { throw .profile(profile) }
            guard let credentials = credentials(of: profile, configuration) else { throw .keys(profile) }
            return credentials
        }
        if let accessKey = environment["AWS_ACCESS_KEY_ID"], let secretKey = environment["AWS_SECRET_ACCESS_KEY"] {
            return Credentials(
                accessKey: accessKey, secretKey: secretKey, sessionToken: environment["AWS_SESSION_TOKEN"])
        }
        if let profile = environment["AWS_PROFILE"] {
            return try find(profile: profile, environment: [:], configuration: configuration)
        }
        return credentials(of: "default", configuration)
    }

    package enum Missing: Error, Hashable, CustomStringConvertible {
        case profile(String)
        case keys(String)

        package var description: String {
            switch self {
            case .profile(let name): "there is no profile '\(name)' in the AWS configuration"
            case .keys(let name): "profile '\(name)' has no access key"
            }
        }
    }

    private static func credentials(of profile: String, _ configuration: SharedConfiguration) -> Credentials? {
        guard let accessKey = configuration[profile, "aws_access_key_id"],
            let secretKey = configuration[profile, "aws_secret_access_key"]
        else { return nil }
        return Credentials(
            accessKey: accessKey, secretKey: secretKey, sessionToken: configuration[profile, "aws_session_token"])
    }
}
