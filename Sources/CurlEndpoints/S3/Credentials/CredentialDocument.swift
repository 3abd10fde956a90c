internal import FerryCore

/// Credentials as JSON, as programs, containers and machines hand them out.
enum CredentialDocument {
    /// - Parameter source: What handed it out, for messages.
    static func credentials(_ bytes: [UInt8], from source: String) throws(CredentialFailure) -> Credentials {
        var scanner = JSONScanner(bytes)
        guard let fields = scanner.object() else { throw CredentialFailure("\(source): the answer is no JSON object") }
        func text(_ name: String) -> String? { fields[name].flatMap { String(validating: $0, as: UTF8.self) } }
        if let code = text("Code"), code != "Success" {
            throw CredentialFailure("\(source): \(DisplayName.escaping(code.utf8))")
        }
        guard let access = text("AccessKeyId"), let secret = text("SecretAccessKey") else {
            throw CredentialFailure("\(source): the answer has no credentials")
        }
        return Credentials(
            accessKey: access, secretKey: secret, sessionToken: text("SessionToken") ?? text("Token"),
            expiration: text("Expiration").flatMap(ISODate.time))
    }
}

extension CredentialContext {
    /// Asks a server that hands out credentials.
    func ask(_ request: CurlRequest, _ name: String) throws(CredentialFailure) -> Reply {
        var request = request
        request.certificateFile = certificateFile
        do throws(CurlFailure) {
            return try engine.perform(request)
        } catch {
            throw CredentialFailure("\(name): \(error.reason)", error.code)
        }
    }
}
