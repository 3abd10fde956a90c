import FerryCore
import Testing

@testable import CurlEndpoints

@Suite struct RepresentationDigestTests {
    private func digest(_ lines: String...) -> Digest? {
        RepresentationDigest.of(ResponseHead(status: 200, lines: lines.map { Array($0.utf8) }))
    }

    /// RFC 9530, appendix B; RFC 1864, section 3.
    @Test func readsAllKinds() {
        let sha256 = Hasher.digest(Array("{\"hello\": \"world\"}\n".utf8), .sha256)
        let base64 = "RK/0qy18MlBSVnWgjwz6lZEWjP/lF5HF9bvEF8FabDg="
        #expect(digest("Repr-Digest: sha-256=:\(base64):") == sha256)
        #expect(digest("Repr-Digest: md5=:AAAA:, sha-256=:\(base64):") == sha256)
        #expect(digest("Digest: SHA-256=\(base64),unixsum=3") == sha256)
        let md5 = Hasher.digest([], .md5)
        #expect(digest("Content-MD5: 1B2M2Y8AsgTpgAmY7PhCfg==") == md5)
        #expect(digest("content-md5: 1B2M2Y8AsgTpgAmY7PhCfg==", "Repr-Digest: sha-256=:\(base64):") == sha256)
    }

    @Test(arguments: ["Repr-Digest: sha-256=:AAAA:", "Content-MD5: nonsense", "Repr-Digest: x", "Digest: ,=,", "A: b"])
    func leavesOthersAlone(_ line: String) {
        #expect(digest(line) == nil)
    }
}
