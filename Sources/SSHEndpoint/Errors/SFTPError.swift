internal import FerryEndpoints

/// Why a request came to nothing.
enum SFTPError: Error, Hashable {
    /// The server refused it.
    case status(StatusCode)
    /// There is no server to answer it any more, or none that can be understood.
    case lost(ConnectionFailure)
    /// We refused it ourselves.
    case refused(EndpointError.Code, String? = nil)

    var status: StatusCode? {
        if case .status(let code) = self { code } else { nil }
    }

    var isAbsence: Bool { code == .notFound }

    /// The server says no, and no more than that: what stands in the way has to be found out.
    var isUnspecific: Bool { status == .failure }
}
