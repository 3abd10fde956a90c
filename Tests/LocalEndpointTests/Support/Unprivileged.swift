import Glibc

/// Root may read everything, so a test that needs a "permission denied" gives its privilege up, as far as files are
/// concerned: setfsuid(2) holds for the calling thread and those it starts.
enum Unprivileged {
    private static let nobody: uid_t = 65534

    /// Swift's Glibc module does not show it.
    private static let setfsuid = unsafeBitCast(
        dlsym(nil, "setfsuid"), to: (@convention(c) (uid_t) -> CInt).self)

    /// Takes every permission away from a file or a directory, and this thread's power to ignore that.
    static func forbid(_ path: String) {
        chmod(path, 0)
        begin()
    }

    static func begin() {
        if geteuid() == 0 { _ = setfsuid(nobody) }
    }

    static func end() {
        _ = setfsuid(geteuid())
    }
}
