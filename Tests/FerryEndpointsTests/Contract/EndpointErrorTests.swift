import FerryCore
import FerryEndpoints
import Testing

@Suite struct EndpointErrorTests {
    @Test func aMessageSaysWhatAndWhereAndWhy() {
        let error = EndpointError(.permissionDenied, .replace, path: path("a/b"), location: "sftp://host/data")
        #expect("\(error)" == "cannot replace 'a/b' on sftp://host/data: permission denied")
    }

    @Test func theRootIsTheLocation() {
        let error = EndpointError(.notFound, .list, path: .root, location: "/data")
        #expect("\(error)" == "cannot list '/data': no such file or directory")
    }

    @Test func withoutAPathItIsAboutTheLocation() {
        let error = EndpointError(.unreachable, .connect, path: nil, location: "s3://b", reason: "no route to host")
        #expect("\(error)" == "cannot connect to s3://b: no route to host")
    }

    @Test func onlyPassingCausesAreTransient() {
        let transient: [EndpointError.Code] = [
            .unreachable, .timedOut, .throttled(retryAfter: nil), .throttled(retryAfter: 3), .serverFailure,
        ]
        let lasting: [EndpointError.Code] = [
            .notFound, .alreadyExists, .permissionDenied, .notEmpty, .unsupported, .noSpace, .nameNotAllowed,
            .changedDuringTransfer, .corrupted, .authenticationFailed, .untrustedHost, .protocolViolation, .cancelled,
        ]
        #expect(transient.allSatisfy { $0.isTransient })
        #expect(!lasting.contains { $0.isTransient })
    }
}
