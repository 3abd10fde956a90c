internal import FerryCore

/// What the virtual machine that this runs on may use (IMDSv2, "Use the Instance Metadata Service").
struct InstanceCredentials: CredentialPlace {
    let context: CredentialContext

    private static let name = "the machine's credentials"
    private static let path = "/latest/meta-data/iam/security-credentials/"
    /// Seconds. Elsewhere than at Amazon nobody answers, or only after minutes.
    private static let patience = 2

    func fetch() throws(CredentialFailure) -> Credentials? {
        if context.environment["AWS_EC2_METADATA_DISABLED"]?.lowercased() == "true" { return nil }
        let host = context.environment["AWS_EC2_METADATA_SERVICE_ENDPOINT"] ?? "http://169.254.169.254"
        guard let token = token(host) else { return nil }
        let header = "X-aws-ec2-metadata-token: \(token)"
        guard let role = try get(host + Self.path, header) else { return nil }
        let name = String(decoding: role.prefix { $0 != UInt8(ascii: "\n") && $0 != UInt8(ascii: "\r") }, as: UTF8.self)
        guard !name.isEmpty, let document = try get(host + Self.path + URIEncoding.encode(name.utf8), header) else {
            return nil
        }
        return try CredentialDocument.credentials(document, from: Self.name)
    }

    /// Nil where this is no such machine.
    private func token(_ host: String) -> String? {
        var request = CurlRequest(
            .put, url: host + "/latest/api/token", headers: ["X-aws-ec2-metadata-token-ttl-seconds: 21600"])
        request.patience = Self.patience
        guard let reply = try? context.ask(request, Self.name), reply.head.isSuccess else { return nil }
        return String(validating: reply.body, as: UTF8.self)
    }

    /// Nil where there is no role.
    private func get(_ url: String, _ header: String) throws(CredentialFailure) -> [UInt8]? {
        var request = CurlRequest(.get, url: url, headers: [header])
        request.patience = Self.patience
        let reply = try context.ask(request, Self.name)
        if reply.status == 404 { return nil }
        guard reply.head.isSuccess else { throw CredentialFailure("\(Self.name): status \(reply.status)") }
        return reply.body
    }
}
