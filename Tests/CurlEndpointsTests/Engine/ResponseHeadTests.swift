import CurlEndpoints
import FerryEndpoints
import Testing

@Suite struct ResponseHeadTests {
    private func head(_ status: Int = 200, _ lines: String...) -> ResponseHead {
        ResponseHead(status: status, lines: lines.map { Array($0.utf8) })
    }

    @Test func namesAreComparedWithoutCase() {
        let head = head(200, "ETag:  \"abc\" ", "X-Amz-Meta-MTime: 1.5", "etag: second")
        #expect(head["etag"] == "\"abc\"")
        #expect(head["ETAG"] == "\"abc\"")
        #expect(head["eta"] == nil)
        #expect(head.headers(withPrefix: "x-amz-meta-").map { "\($0.name)=\($0.value)" } == ["mtime=1.5"])
    }

    @Test func aHeaderMayBeEmpty() {
        #expect(head(200, "x-empty:")["x-empty"] == "")
    }

    @Test(arguments: [
        (400, EndpointError.Code.protocolViolation), (401, .authenticationFailed), (403, .permissionDenied),
        (404, .notFound), (405, .unsupported), (408, .timedOut), (409, .serverFailure), (410, .notFound),
        (412, .changedDuringTransfer), (413, .noSpace), (414, .nameNotAllowed), (416, .changedDuringTransfer),
        (429, .throttled(retryAfter: nil)), (500, .serverFailure), (501, .unsupported), (502, .serverFailure),
        (503, .throttled(retryAfter: nil)), (504, .timedOut), (507, .noSpace), (302, .protocolViolation),
    ])
    func aStatusHasAMeaning(_ status: Int, _ code: EndpointError.Code) {
        #expect(head(status).errorCode == code)
    }

    @Test func aServerSaysHowLongToWait() {
        #expect(head(503, "Retry-After: 7").errorCode == .throttled(retryAfter: 7))
        #expect(head(503, "Retry-After: Fri, 20 Nov 2026 12:00:00 GMT").errorCode == .throttled(retryAfter: nil))
        #expect(head(503, "Retry-After: -1").retryAfter == nil)
    }
}
