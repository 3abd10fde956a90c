import FerryCore
import Glibc

@testable import CurlEndpoints

/// Checks signatures as a store does: from nothing but what arrived.
enum RequestSignature {
    static func isValid(_ request: LoopbackConnection.Request, _ credentials: Credentials) -> Bool {
        guard let authorization = request.headers["authorization"],
            let time = request.headers["x-amz-date"].flatMap(time),
            let scope = field("Credential", authorization)?.split(separator: "/").map(String.init), scope.count == 5,
            let names = field("SignedHeaders", authorization)?.split(separator: ";").map(String.init)
        else { return false }
        let added = ["x-amz-date", "x-amz-security-token"]
        // What says what is meant must be signed.
        let mustBeSigned = request.headers.keys.filter { $0 == "host" || $0.hasPrefix("x-amz-") }
        guard scope[0] == credentials.accessKey, Set(mustBeSigned).isSubset(of: names) else { return false }
        let signable = SignableRequest(
            method: request.method, path: request.path, query: request.query,
            headers: names.filter { !added.contains($0) }.map { ($0, request.headers[$0] ?? "") },
            payload: request.headers["x-amz-content-sha256"] ?? Hasher.digest(request.body, .sha256).hexadecimal)
        let signature = SignatureV4(
            credentials: credentials, region: scope[2], service: scope[3], time: SigningTime(time))
        return signature.signing(signable).headers.contains { $0.name == "Authorization" && $0.value == authorization }
    }

    /// `NAME=VALUE` of a header like `AWS4-HMAC-SHA256 Credential=..., SignedHeaders=..., Signature=...`.
    private static func field(_ name: String, _ header: String) -> Substring? {
        header.split(separator: " ").first { $0.hasPrefix(name + "=") }.map { text in
            let value = text.dropFirst(name.utf8.count + 1)
            return value.last == "," ? value.dropLast() : value
        }
    }

    /// `20150830T123600Z`
    private static func time(_ text: String) -> Timestamp? {
        let digits = text.utf8.filter { $0 != UInt8(ascii: "T") && $0 != UInt8(ascii: "Z") }
        guard digits.count == 14, let all = Int(String(decoding: digits, as: UTF8.self)) else { return nil }
        var parts = tm()
        (parts.tm_sec, parts.tm_min, parts.tm_hour) = (
            Int32(all % 100), Int32(all / 100 % 100), Int32(all / 10_000 % 100)
        )
        (parts.tm_mday, parts.tm_mon) = (Int32(all / 1_000_000 % 100), Int32(all / 100_000_000 % 100) - 1)
        parts.tm_year = Int32(all / 10_000_000_000) - 1900
        return Timestamp(seconds: Int64(timegm(&parts)))
    }
}

extension LoopbackConnection.Request {
    /// Unescaped.
    var query: [(name: String, value: String)] {
        guard let mark = target.firstIndex(of: "?") else { return [] }
        return target[target.index(after: mark)...].split(separator: "&").map { pair in
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map { part in
                String(decoding: URIEncoding.decode(part.utf8) ?? [], as: UTF8.self)
            }
            return (parts[0], parts.count > 1 ? parts[1] : "")
        }
    }

    subscript(query name: String) -> String? { query.first { $0.name == name }?.value }
}
