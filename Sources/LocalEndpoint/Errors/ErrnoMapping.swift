internal import CSystem
internal import FerryCore
internal import FerryEndpoints
internal import Glibc

extension Errno {
    /// The cause that a status stands for. The only place that knows; what is not in the table is a failure of the
    /// machine below us.
    var code: EndpointError.Code {
        switch rawValue {
        case ENOENT, ENOTDIR, ELOOP, ESTALE, ENXIO, ENODEV: .notFound
        case EEXIST, EISDIR: .alreadyExists
        case EACCES, EPERM, EROFS, ETXTBSY: .permissionDenied
        case ENOTEMPTY: .notEmpty
        case EOPNOTSUPP, ENOSYS, EXDEV, EINVAL, ENOTTY, EMLINK: .unsupported
        case ENOSPC, EDQUOT, EFBIG: .noSpace
        case ENAMETOOLONG, EILSEQ: .nameNotAllowed
        case ETIMEDOUT: .timedOut
        case EHOSTDOWN, EHOSTUNREACH, ENETUNREACH, ENOTCONN: .unreachable
        default: .serverFailure
        }
    }

    /// The kernel's word for it, in English whatever the locale, as it stands after a colon: "permission denied".
    var reason: String {
        guard let description = ferry_error_description(rawValue) else { return "error \(rawValue)" }
        let text = String(cString: description)
        let second = text.dropFirst().first
        // "Permission denied" loses its capital, "RPC struct is bad" does not.
        return second?.isUppercase == true ? text : text.prefix(1).lowercased() + text.dropFirst()
    }

    /// Whether a looked-for name is merely absent: it does not exist, what should be its directory is none, or no name
    /// here can be so long.
    var meansAbsent: Bool { [ENOENT, ENOTDIR, ELOOP, ENAMETOOLONG].contains(rawValue) }

    /// Whether setting metadata failed because this process may not, or this file system does not keep it.
    var meansNotKept: Bool {
        [EPERM, EACCES, EOPNOTSUPP, ENOSYS].contains(rawValue)
    }
}

extension Errno {
    func during(
        _ operation: EndpointError.Operation, _ path: RelativePath?, at location: String
    ) -> EndpointError {
        EndpointError(code, operation, path: path, location: location, reason: reason)
    }
}
