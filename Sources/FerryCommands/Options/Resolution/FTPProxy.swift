internal import FerryCore

/// `ftp_proxy`: whoever sets it means that no connection goes to a server directly. None of ferry's can go otherwise, so
/// those are refused that it concerns.
struct FTPProxy: Sendable {
    private let isSet: Bool
    /// Hosts and domains that are reached directly, in lower case, as curl(1) reads `no_proxy`.
    private let exceptions: [Substring]

    init(_ environment: Environment) {
        isSet = ["ftp_proxy", "FTP_PROXY"].contains { environment.value($0) != nil }
        let text = environment.value("no_proxy") ?? environment.value("NO_PROXY") ?? ""
        exceptions = text.lowercased().split { $0 == "," || $0 == " " }
    }

    /// Whether connections to this host are to go through the proxy.
    func concerns(_ host: String) -> Bool { isSet && !exceptions.contains { Self.covers($0, host.lowercased()) } }

    func requireDirectWay(to location: Location) throws(UsageError) {
        guard concerns(location.host) else { return }
        throw UsageError(
            "\(location): ftp_proxy is set, and FTP is spoken without proxies only; "
                + "no_proxy names the hosts that are reached directly",
            status: .notSupported)
    }

    /// A domain covers what ends in it; so does one with a leading dot.
    private static func covers(_ exception: Substring, _ host: String) -> Bool {
        if exception == "*" { return true }
        let domain = exception.first == "." ? exception.dropFirst() : exception
        return host == domain || host.hasSuffix("." + domain)
    }
}
