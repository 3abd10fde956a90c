import FerryCore
import Testing

@testable import CurlEndpoints

@Suite struct DigestChallengeTests {
    private func refusal(_ challenges: String...) -> ResponseHead {
        ResponseHead(status: 401, lines: challenges.map { Array("WWW-Authenticate: \($0)".utf8) })
    }

    /// The example of RFC 2617, 3.5, and what it comes to with the other algorithm.
    @Test(arguments: [
        ("MD5", "6629fae49393a05397450978507c4ef1"),
        ("SHA-256", "5abdd07184ba512a22c53f41470e5eea7dcaa3a93a59b630c13dfe0a5dc6e38b"),
    ])
    func answersAsInTheStandard(_ algorithm: String, _ response: String) throws {
        let challenge = try #require(
            DigestChallenge.strongest(
                of: refusal(
                    "Digest realm=\"testrealm@host.com\", qop=\"auth, auth-int\", algorithm=\(algorithm), "
                        + "nonce=\"dcd98b7102dd2f0e8b11d0f600bfb0c093\", "
                        + "opaque=\"FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS\"")))
        let answer = challenge.authorization(
            Login(user: "Mufasa", password: "Circle Of Life"), method: "GET", target: "/dir/index.html", count: 1,
            salt: "0a4f113b")
        #expect(answer.contains("response=\"\(response)\""))
        #expect(answer.contains("nc=00000001") && answer.contains("uri=\"/dir/index.html\""))
        #expect(!answer.contains("Circle"))
    }

    /// RFC 2069, whose servers count nothing; the example of its errata.
    @Test func answersOldServers() throws {
        let challenge = try #require(
            DigestChallenge.strongest(
                of: refusal("digest realm=\"testrealm@host.com\",nonce=\"dcd98b7102dd2f0e8b11d0f600bfb0c093\"")))
        let answer = challenge.authorization(
            Login(user: "Mufasa", password: "CircleOfLife"), method: "GET", target: "/dir/index.html", count: 1,
            salt: "x")
        #expect(answer.contains("response=\"1949323746fe6a43ef61f9606e7febea\""), "\(answer)")
        #expect(!answer.contains("qop"))
    }

    @Test func takesTheStrongestOfSeveral() throws {
        let head = refusal(
            "Basic realm=\"a, \\\"b\\\"\", Digest realm=\"r\", nonce=\"1\", algorithm=MD5",
            "Digest realm=\"r\", nonce=\"2\", algorithm=SHA-256, qop=\"auth\"")
        let all = AuthChallenge.all(in: head)
        #expect(all.map(\.scheme) == ["basic", "digest", "digest"])
        #expect(all[0].parameters == ["realm": "a, \"b\""])
        let answer = try #require(DigestChallenge.strongest(of: head)).authorization(
            Login(user: "u\"", password: "pw"), method: "GET", target: "/", count: 17, salt: "s")
        #expect(answer.contains("nonce=\"2\"") && answer.contains("nc=00000011"))
        #expect(answer.contains("username=\"u\\\"\""))
    }

    @Test(arguments: [
        "Basic realm=\"x\"", "Negotiate", "Digest realm=\"x\"", "Digest nonce=\"1\"", "", ",,=",
        "Digest realm=\"x\", nonce=\"1\", algorithm=SHA-512-256", "Digest realm=\"x\", nonce=\"1\", qop=\"auth-int\"",
    ]) func hasNoAnswer(_ challenge: String) {
        #expect(DigestChallenge.strongest(of: refusal(challenge)) == nil)
    }
}
