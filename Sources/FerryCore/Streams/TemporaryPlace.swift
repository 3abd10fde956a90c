internal import Synchronization

/// Where this process's temporary files lie: a property of the process, as its working directory is. Whoever reads the
/// environment sets it, before the first of them is made.
public enum TemporaryPlace {
    static let usual = Array("/tmp".utf8)
    private static let chosen = Mutex(usual)

    static var current: [UInt8] { chosen.withLock { $0 } }

    public static func use(_ path: [UInt8]) {
        chosen.withLock { $0 = path }
    }
}
