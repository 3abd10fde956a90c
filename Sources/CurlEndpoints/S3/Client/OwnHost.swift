/// Hosts to which a secret may go without TLS.
enum OwnHost {
    /// Whether `host`, an IPv6 address in brackets, is this machine by every name that needs no lookup.
    static func contains(_ host: some StringProtocol) -> Bool {
        let isLoopback = host.hasPrefix("127.") && host.utf8.allSatisfy { "0123456789.".utf8.contains($0) }
        return isLoopback || host == "localhost" || host == "[::1]"
    }

    /// `HOST[:PORT]` without the port.
    static func withoutPort(_ authority: some StringProtocol) -> String {
        String(authority.hasPrefix("[") ? authority.prefix { $0 != "]" } + "]" : authority.prefix { $0 != ":" } + "")
    }
}
