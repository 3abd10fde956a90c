/// What a profile of the configuration files says: a role to take, keys, or a program that knows them ("Configuration and
/// credential file settings", in that order).
struct ProfileCredentials: CredentialPlace {
    private let name: String
    private let context: CredentialContext
    /// Somebody asked for it: it must be there.
    private let isNamed: Bool
    /// Profiles that lead here; none may come twice.
    private let path: [String]

    init(_ name: String, _ context: CredentialContext, isNamed: Bool, path: [String] = []) {
        self.name = name
        self.context = context
        self.isNamed = isNamed
        self.path = path
    }

    func fetch() throws(CredentialFailure) -> Credentials? {
        guard context.configuration.hasProfile(name) else {
            if isNamed { throw CredentialFailure("there is no profile '\(name)' in the AWS configuration") }
            return nil
        }
        if let role = self["role_arn"] { return try assume(role) }
        if let keys { return keys }
        try requireNoHalfPair()
        if let command = self["credential_process"] { return try CredentialProcess(command: command).fetch() }
        if self["sso_session"] != nil || self["sso_start_url"] != nil {
            throw CredentialFailure(
                "profile '\(name)' signs in through a browser; use credential_process = aws configure export-credentials "
                    + "--profile \(name)")
        }
        if isNamed { throw CredentialFailure("profile '\(name)' has no access key") }
        return nil
    }

    private static let access = "aws_access_key_id"
    private static let secret = "aws_secret_access_key"

    private subscript(_ setting: String) -> String? { context.configuration[name, setting] }

    private var keys: Credentials? {
        guard let access = self[Self.access], let secret = self[Self.secret] else { return nil }
        return Credentials(accessKey: access, secretKey: secret, sessionToken: self["aws_session_token"])
    }

    private func requireNoHalfPair() throws(CredentialFailure) {
        for (there, missing) in [(Self.access, Self.secret), (Self.secret, Self.access)] where self[there] != nil {
            throw CredentialFailure("profile '\(name)' has \(there), and no \(missing)")
        }
    }

    private func assume(_ role: String) throws(CredentialFailure) -> Credentials? {
        let session = self["role_session_name"] ?? "ferry"
        let tokens = SecurityTokens(
            context: context, region: self["region"],
            endpoint: context.configuration.endpoint(of: "sts", profile: name))
        if let file = self["web_identity_token_file"] {
            return try WebIdentity(role: role, tokenFile: file, session: session, tokens: tokens).fetch()
        }
        if self["mfa_serial"] != nil {
            throw CredentialFailure("profile '\(name)' wants a code of a second factor, for which ferry cannot ask")
        }
        return try tokens.assume(
            role, session: session, externalID: self["external_id"], seconds: self["duration_seconds"],
            as: try source())
    }

    /// Who takes the role.
    private func source() throws(CredentialFailure) -> Credentials {
        if let source = self["source_profile"] {
            if source == name, let keys { return keys }
            guard !(path + [name]).contains(source) else {
                throw CredentialFailure("the profiles '\((path + [name]).joined(separator: "', '"))' lead in a circle")
            }
            let place = ProfileCredentials(source, context, isNamed: true, path: path + [name])
            if let credentials = try place.fetch() { return credentials }
        }
        let place: (any CredentialPlace)? =
            switch self["credential_source"] {
            case "Environment": EnvironmentCredentials(context: context)
            case "EcsContainer": ContainerCredentials(context: context)
            case "Ec2InstanceMetadata": InstanceCredentials(context: context)
            default: nil
            }
        if let credentials = try place?.fetch() { return credentials }
        throw CredentialFailure("profile '\(name)' does not say whose credentials take its role")
    }
}
