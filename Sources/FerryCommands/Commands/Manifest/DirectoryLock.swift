internal import FerryCore
internal import Glibc

/// Keeps other processes of ferry from changing a local directory as a whole at the same time: flock(2) on the directory itself,
/// which goes with the process.
final class DirectoryLock {
    private let file: Int32

    private init(_ file: Int32) {
        self.file = file
    }

    deinit { close(file) }

    enum Outcome {
        case held(DirectoryLock)
        case busy
        /// The file system knows no locks, or the directory cannot be opened, which will be told when it is read.
        case unknown
    }

    static func hold(_ path: [UInt8]) -> Outcome {
        let file = (path + [0]).withUnsafeBytes {
            open($0.baseAddress!.assumingMemoryBound(to: CChar.self), O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        }
        if file < 0 { return .unknown }
        let lock = DirectoryLock(file)
        if flock(file, LOCK_EX | LOCK_NB) == 0 { return .held(lock) }
        return errno == EWOULDBLOCK ? .busy : .unknown
    }
}
