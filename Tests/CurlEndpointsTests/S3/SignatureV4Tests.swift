import FerryCore
import Testing

@testable import CurlEndpoints

/// Cases of the published suite (awslabs/aws-c-auth, `tests/aws-signing-test-suite/v4`) that do not depend on the
/// normalisation of paths, which S3 does not have, and the examples of the S3 documentation.
@Suite struct SignatureV4Tests {
    struct Case: Sendable {
        let name: String
        var path = "/"
        var query: [String] = []
        var headers: [String] = []
        var token: String?
        let signature: String
    }

    private static let unreserved = "-._~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
    private static let token = "6e86291e8372ff2a2260956d9b8aae1d763fbf315fa00fa31553b73ebf194267"

    static let signed = [
        Case(name: "get-vanilla", signature: "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31"),
        Case(
            name: "get-utf8", path: "/\u{1234}",
            signature: "8318018e0b0f223aa2bbf98705b62bb787dc9c0e678f255a891fd03141be5d85"),
        Case(
            name: "get-vanilla-query-order-key-case", query: ["Param2=value2", "Param1=value1"],
            signature: "b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500"),
        Case(
            name: "get-slashes-unnormalized", path: "//example//",
            signature: "87cca117541a147f6df867677d98a7d80dff226d2bfca9e4ffa899665623c7e5"),
        Case(
            name: "get-relative-unnormalized", path: "/example/..",
            signature: "eca7ead57bb5aa5c8e28007acd4ff04e1ff9a0ff3b237ec1554a184887ff9282"),
        Case(
            name: "get-vanilla-query-unreserved", query: ["\(unreserved)=\(unreserved)"],
            signature: "9c3e54bfcdf0b19771a7f523ee5669cdf59bc7cc0884027167c21bb143a40197"),
        Case(
            name: "get-header-value-trim", headers: ["My-Header1: value1", "My-Header2: \"a   b   c\""],
            signature: "acc3ed3afb60bb290fc8d2dd0098b9911fcaa05412b367055dee359757a9c736"),
        Case(
            name: "get-vanilla-with-session-token", token: token,
            signature: "07ec1639c89043aa0e3e2de82b96708f198cceab042d4a97044c66dd9f74e7f8"),
    ]

    static let presigned = [
        Case(
            name: "get-vanilla-query", signature: "e93c787ed7f371d5c6b165c1b38ede9550f4dce4144713e844b25b7192d3865d"),
        Case(
            name: "get-vanilla-with-session-token", token: token,
            signature: "7ff2b50b376cb4d151970630573d6291dc128cc5c2a12ffb237f73cc53f67b6c"),
    ]

    private func request(_ item: Case) -> SignableRequest {
        func pair(_ text: String, _ separator: Character) -> (name: String, value: String) {
            let parts = text.split(separator: separator, maxSplits: 1)
            return (String(parts[0]), String(parts[1]))
        }
        return SignableRequest(
            method: "GET", path: URIEncoding.encode(item.path.utf8, keepsSlashes: true),
            query: item.query.map { pair($0, "=") },
            headers: [("Host", "example.amazonaws.com")] + item.headers.map { pair($0, ":") })
    }

    private func signer(_ item: Case) -> SignatureV4 {
        SignatureV4(
            credentials: Credentials(
                accessKey: "AKIDEXAMPLE", secretKey: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY",
                sessionToken: item.token),
            region: "us-east-1", service: "service", time: SigningTime(Timestamp(seconds: 1_440_938_160)))
    }

    @Test(arguments: signed) func headersAreSigned(_ item: Case) {
        let signed = signer(item).signing(request(item))
        #expect(signed.headers.last!.value.hasSuffix("Signature=\(item.signature)"), "\(item.name)")
        #expect(signed.headers.contains { $0 == ("x-amz-date", "20150830T123600Z") })
    }

    @Test(arguments: presigned) func urlsArePresigned(_ item: Case) {
        let signed = signer(item).presigning(request(item), expiresAfter: 3600)
        #expect(signed.query.last! == ("X-Amz-Signature", item.signature), "\(item.name)")
    }

    // The S3 API reference, "Signature calculations for the Authorization header", "Authenticating requests: using query
    // parameters".
    private let example = SignatureV4(
        credentials: Credentials(
            accessKey: "AKIAIOSFODNN7EXAMPLE", secretKey: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"),
        region: "us-east-1", time: SigningTime(Timestamp(seconds: 1_369_353_600)))
    private let host = ("Host", "examplebucket.s3.amazonaws.com")

    private func signature(
        _ method: String, _ path: String, query: [(name: String, value: String)] = [],
        _ headers: [(name: String, value: String)] = [], payload: String = SignableRequest.emptyPayload
    ) -> String {
        let request = SignableRequest(
            method: method, path: path, query: query,
            headers: [host, ("x-amz-content-sha256", payload)] + headers, payload: payload)
        return String(example.signing(request).headers.last!.value.suffix(64))
    }

    @Test func theExampleOfGetObject() {
        #expect(
            signature("GET", "/test.txt", [("Range", "bytes=0-9")])
                == "f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41")
    }

    @Test func theExampleOfPutObject() {
        let payload = Hasher.digest(Array("Welcome to Amazon S3.".utf8), .sha256).hexadecimal
        let headers = [("Date", "Fri, 24 May 2013 00:00:00 GMT"), ("x-amz-storage-class", "REDUCED_REDUNDANCY")]
        #expect(
            signature("PUT", URIEncoding.encode("/test$file.text".utf8, keepsSlashes: true), headers, payload: payload)
                == "98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd")
    }

    @Test func theExampleOfABucketsLifecycle() {
        #expect(
            signature("GET", "/", query: [("lifecycle", "")])
                == "fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543")
    }

    @Test func theExampleOfAListing() {
        #expect(
            signature("GET", "/", query: [("max-keys", "2"), ("prefix", "J")])
                == "34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7")
    }

    @Test func theExampleOfAPresignedURL() {
        let request = SignableRequest(
            method: "GET", path: "/test.txt", headers: [host], payload: SignableRequest.unsignedPayload)
        let signed = example.presigning(request, expiresAfter: 86400)
        #expect(signed.query.last!.value == "aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404")
    }

    @Test func aKeyHoldsForADay() {
        let later = SigningTime(Timestamp(seconds: 1_369_353_600 + 100_000))
        let request = SignableRequest(method: "GET", path: "/", headers: [host])
        let fresh = SignatureV4(credentials: example.credentials, region: "us-east-1", time: later)
        #expect(example.at(later).signing(request).headers.last! == fresh.signing(request).headers.last!)
    }

    @Test func escapingIsUndone() {
        let bytes = (0...255).map { UInt8($0) }
        #expect(URIEncoding.decode(URIEncoding.encode(bytes).utf8) == bytes)
        #expect(URIEncoding.encode("a b/+%~".utf8) == "a%20b%2F%2B%25~")
        #expect(URIEncoding.decode("%4".utf8) == nil)
    }
}
