import FerryEndpoints
import Glibc
import Testing

@testable import LocalEndpoint

@Suite struct ErrnoMappingTests {
    @Test(arguments: [
        (ENOENT, EndpointError.Code.notFound, "no such file or directory"),
        (ENOTDIR, .notFound, "not a directory"),
        (EEXIST, .alreadyExists, "file exists"),
        (EISDIR, .alreadyExists, "is a directory"),
        (EACCES, .permissionDenied, "permission denied"),
        (EPERM, .permissionDenied, "operation not permitted"),
        (EROFS, .permissionDenied, "read-only file system"),
        (ENOTEMPTY, .notEmpty, "directory not empty"),
        (EXDEV, .unsupported, "invalid cross-device link"),
        (EOPNOTSUPP, .unsupported, "operation not supported"),
        (ENOSPC, .noSpace, "no space left on device"),
        (EDQUOT, .noSpace, "disk quota exceeded"),
        (EFBIG, .noSpace, "file too large"),
        (ENAMETOOLONG, .nameNotAllowed, "file name too long"),
        (ETIMEDOUT, .timedOut, "connection timed out"),
        (EIO, .serverFailure, "input/output error"),
        (EMFILE, .serverFailure, "too many open files"),
        (72, .serverFailure, "multihop attempted"),
        (9999, .serverFailure, "error 9999"),
    ])
    func everyStatusHasItsCauseAndItsWords(_ status: CInt, _ code: EndpointError.Code, _ reason: String) {
        #expect(Errno(status).code == code)
        #expect(Errno(status).reason == reason)
    }
}
