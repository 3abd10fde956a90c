/// What ssh says of a host whose key is another one than before (sshconnect.c), in one line.
struct ChangedHostKey {
    private let fingerprint: Substring?
    private let known: Substring?
    private let host: Substring?

    /// Nil where it is not said.
    init?(_ lines: [String]) {
        guard lines.contains(where: { $0.hasPrefix("@ ") && $0.contains("REMOTE HOST IDENTIFICATION HAS CHANGED") })
        else {
            return nil
        }
        fingerprint = lines.first { $0.hasPrefix("SHA256:") }.map { $0.hasSuffix(".") ? $0.dropLast() : $0[...] }
        known = lines.first { $0.hasPrefix("Offending ") }?.split(separator: " ").last
        host = lines.first { $0.contains("ssh-keygen -f ") }?.split(separator: " ").last
    }

    var reason: String {
        let now = fingerprint.map { ": it is \($0) now" } ?? ""
        let before = known.map { ", and was that of \($0)" } ?? ""
        return
            "the host key has changed since it was last seen\(now)\(before); if that is right, remove the old one with "
            + "'ssh-keygen -R\(host.map { " " + $0.filter { $0 != "\"" } } ?? "")'"
    }
}
