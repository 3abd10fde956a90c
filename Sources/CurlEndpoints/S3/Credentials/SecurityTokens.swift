internal import FerryCore

/// Roles and the temporary credentials that they come with ("AWS Security Token Service API reference", version
/// 2011-06-15).
struct SecurityTokens: Sendable {
    let context: CredentialContext
    /// Nil: what the environment says.
    let region: String?
    /// Where the service is by the configuration; the environment overrides it.
    let endpoint: String?

    func assume(
        _ role: String, session: String, externalID: String?, seconds: String?, as credentials: Credentials
    ) throws(CredentialFailure) -> Credentials {
        var fields = [("RoleArn", role), ("RoleSessionName", session)]
        if let externalID { fields.append(("ExternalId", externalID)) }
        if let seconds { fields.append(("DurationSeconds", seconds)) }
        return try request("AssumeRole", fields, credentials)
    }

    /// Whoever has the token needs no signature.
    func assume(_ role: String, session: String, webIdentity token: String) throws(CredentialFailure) -> Credentials {
        let fields = [("RoleArn", role), ("RoleSessionName", session), ("WebIdentityToken", token)]
        return try request("AssumeRoleWithWebIdentity", fields, nil)
    }

    private func request(
        _ action: String, _ fields: [(String, String)], _ signer: Credentials?
    ) throws(CredentialFailure) -> Credentials {
        let region =
            region ?? context.environment["AWS_REGION"] ?? context.environment["AWS_DEFAULT_REGION"]
            ?? S3Settings.defaultRegion
        var url =
            context.environment["AWS_ENDPOINT_URL_STS"] ?? context.environment["AWS_ENDPOINT_URL"] ?? endpoint
            ?? "https://\(AmazonHost.name("sts", in: region))"
        if url.hasSuffix("/") { url.removeLast() }
        guard let mark = url.firstRange(of: "://") else {
            throw CredentialFailure("the endpoint for \(action), '\(DisplayName.escaping(url.utf8))', is no URL")
        }
        let form = ([("Action", action), ("Version", "2011-06-15")] + fields)
            .map { "\($0.0)=\(URIEncoding.encode($0.1.utf8))" }.joined(separator: "&")
        var request = SignableRequest(
            method: "POST", path: "/",
            headers: [
                ("host", String(url[mark.upperBound...].prefix { $0 != "/" })),
                ("content-type", "application/x-www-form-urlencoded; charset=utf-8"),
            ], payload: Hasher.digest(Array(form.utf8), .sha256).hexadecimal)
        if let signer {
            request = SignatureV4(credentials: signer, region: region, service: "sts", time: SigningTime(.now))
                .signing(request)
        }
        let reply = try context.ask(
            CurlRequest(
                .post, url: url + "/", headers: request.headers.map { "\($0.name): \($0.value)" },
                body: .bytes(SharedBytes(form.utf8))), action)
        return try Self.credentials(reply, action)
    }

    private static func credentials(_ reply: Reply, _ action: String) throws(CredentialFailure) -> Credentials {
        let document = XMLElement(parsing: reply.body)
        guard reply.head.isSuccess else {
            let error = document?.children(named: "Error").first
            let words = [error?["Code"], error?["Message"]].compactMap { $0 }.joined(separator: ": ")
            throw CredentialFailure(
                "\(action): \(words.isEmpty ? "status \(reply.status)" : DisplayName.escaping(words.utf8))")
        }
        guard let found = document?.children(named: action + "Result").first?.children(named: "Credentials").first,
            let access = found["AccessKeyId"], let secret = found["SecretAccessKey"], let token = found["SessionToken"]
        else { throw CredentialFailure("\(action): the answer has no credentials") }
        return Credentials(
            accessKey: access, secretKey: secret, sessionToken: token,
            expiration: found["Expiration"].flatMap(ISODate.time))
    }
}

/// A token in a file, which somebody renews, stands for a role.
struct WebIdentity: CredentialPlace {
    let role: String
    let tokenFile: String
    let session: String
    let tokens: SecurityTokens

    static func ofEnvironment(_ context: CredentialContext) -> WebIdentity? {
        guard let file = context.environment["AWS_WEB_IDENTITY_TOKEN_FILE"],
            let role = context.environment["AWS_ROLE_ARN"]
        else { return nil }
        return WebIdentity(
            role: role, tokenFile: file, session: context.environment["AWS_ROLE_SESSION_NAME"] ?? "ferry",
            tokens: SecurityTokens(context: context, region: nil, endpoint: nil))
    }

    func fetch() throws(CredentialFailure) -> Credentials? {
        guard let token = SharedConfiguration.content(of: tokenFile) else {
            throw CredentialFailure("cannot read the web identity token '\(tokenFile)'")
        }
        return try tokens.assume(role, session: session, webIdentity: SharedConfiguration.trimmed(token))
    }
}
