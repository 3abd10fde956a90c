internal import FerryCore

/// What the container that this runs in may use ("Container credential provider").
struct ContainerCredentials: CredentialPlace {
    let context: CredentialContext

    private static let name = "the container's credentials"
    /// Seconds.
    private static let patience = 5
    private static let host = "http://169.254.170.2"

    func fetch() throws(CredentialFailure) -> Credentials? {
        guard let url = try url() else { return nil }
        var request = CurlRequest(.get, url: url)
        request.patience = Self.patience
        if let token = try token() { request.headers.append("Authorization: \(token)") }
        let reply = try context.ask(request, Self.name)
        guard reply.head.isSuccess else { throw CredentialFailure("\(Self.name): status \(reply.status)") }
        return try CredentialDocument.credentials(reply.body, from: Self.name)
    }

    private func url() throws(CredentialFailure) -> String? {
        if let path = context.environment["AWS_CONTAINER_CREDENTIALS_RELATIVE_URI"] {
            return Self.host + (path.hasPrefix("/") ? "" : "/") + path
        }
        guard let url = context.environment["AWS_CONTAINER_CREDENTIALS_FULL_URI"] else { return nil }
        guard Self.isTrusted(url) else {
            throw CredentialFailure(
                "AWS_CONTAINER_CREDENTIALS_FULL_URI is neither https nor an address of this machine")
        }
        return url
    }

    /// The secret that goes along must not leave the machine in the clear.
    private static func isTrusted(_ url: String) -> Bool {
        if url.hasPrefix("https://") { return true }
        guard url.hasPrefix("http://") else { return false }
        let authority = url.dropFirst("http://".utf8.count).prefix { $0 != "/" && $0 != "?" }
        let host = OwnHost.withoutPort(authority)
        return OwnHost.contains(host) || ["169.254.170.2", "169.254.170.23", "[fd00:ec2::23]"].contains(host)
    }

    private func token() throws(CredentialFailure) -> String? {
        guard let file = context.environment["AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE"] else {
            return context.environment["AWS_CONTAINER_AUTHORIZATION_TOKEN"]
        }
        guard let content = SharedConfiguration.content(of: file) else {
            throw CredentialFailure("cannot read the authorization token '\(file)'")
        }
        return SharedConfiguration.trimmed(content)
    }
}
