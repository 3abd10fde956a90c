internal import FerryCore

/// A challenge to prove that one knows a password without sending it (RFC 7616).
struct DigestChallenge: Hashable, Sendable {
    private let realm: String
    private let nonce: String
    private let opaque: String?
    /// As the server names it; nil where it does not, which means MD5.
    private let algorithmName: String?
    private let algorithm: DigestAlgorithm
    private let isForSession: Bool
    /// Whether requests are counted, which servers before RFC 2617 did not know.
    private let isCounted: Bool

    /// Nil for what is no such challenge, or one that wants what is not offered here: digests of bodies.
    init?(_ challenge: AuthChallenge) {
        let parameters = challenge.parameters
        guard challenge.scheme == "digest", let realm = parameters["realm"], let nonce = parameters["nonce"] else {
            return nil
        }
        (self.realm, self.nonce, opaque) = (realm, nonce, parameters["opaque"])
        algorithmName = parameters["algorithm"]
        let name = (algorithmName ?? "MD5").lowercased()
        isForSession = name.hasSuffix("-sess")
        switch isForSession ? String(name.dropLast(5)) : name {
        case "md5": algorithm = .md5
        case "sha-256": algorithm = .sha256
        default: return nil
        }
        let protections = parameters["qop"]?.split { ", ".contains($0) }.map { $0.lowercased() }
        if let protections, !protections.contains("auth") { return nil }
        isCounted = protections != nil
    }

    /// The one of a refusal that is hardest to break.
    static func strongest(of head: ResponseHead) -> DigestChallenge? {
        let usable = AuthChallenge.all(in: head).compactMap { DigestChallenge($0) }
        return usable.first { $0.algorithm == .sha256 } ?? usable.first
    }

    /// The value of `Authorization` for one request.
    ///
    /// - Parameters:
    ///   - target: Path and query as they are sent.
    ///   - count: How many requests were made for this challenge, this one included.
    ///   - salt: Of the client, never the same again.
    func authorization(
        _ login: Login, method: String, target: String, count: UInt32, salt: String
    ) -> String {
        let number = String(count, radix: 16)
        let counter = String(repeating: "0", count: 8 - number.count) + number
        var key = hash("\(login.user):\(realm):\(login.password)")
        if isForSession { key = hash("\(key):\(nonce):\(salt)") }
        let request = hash("\(method):\(target)")
        let counted = isCounted ? "\(nonce):\(counter):\(salt):auth" : nonce
        var fields = [
            "username=\(Self.quoted(login.user))", "realm=\(Self.quoted(realm))", "nonce=\(Self.quoted(nonce))",
            "uri=\(Self.quoted(target))", "response=\"\(hash("\(key):\(counted):\(request)"))\"",
        ]
        if let algorithmName { fields.append("algorithm=\(algorithmName)") }
        if let opaque { fields.append("opaque=\(Self.quoted(opaque))") }
        if isCounted || isForSession { fields += ["qop=auth", "nc=\(counter)", "cnonce=\"\(salt)\""] }
        return "Digest " + fields.joined(separator: ", ")
    }

    private func hash(_ text: String) -> String {
        Hexadecimal.encode(Hasher.digest(Array(text.utf8), algorithm).bytes)
    }

    private static func quoted(_ text: String) -> String {
        "\"" + text.map { "\"\\".contains($0) ? "\\\($0)" : "\($0)" }.joined() + "\""
    }
}
