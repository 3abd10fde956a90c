internal import Glibc

/// How many files this process may have open (RLIMIT_NOFILE), and fair parts of it.
enum DescriptorLimit {
    private static let limit: Int = {
        var limit = rlimit()
        guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return 256 }
        return Int(clamping: limit.rlim_cur)
    }()

    /// One of `parts` equal parts, but no more than is of use and no fewer than work needs.
    static func part(of parts: Int, atMost useful: Int) -> Int {
        max(4, min(useful, limit / parts))
    }
}
