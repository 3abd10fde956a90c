internal import FerryCore
internal import Glibc
internal import Synchronization

/// The file of `--log-file`, to which lines are appended, each with time and process in front.
final class LogFile: Sendable {
    private let output: Mutex<Descriptor>
    private let number: Int32

    init(appendingTo path: [UInt8]) throws(UsageError) {
        number = (path + [0]).withUnsafeBufferPointer { bytes in
            bytes.withMemoryRebound(to: CChar.self) {
                open($0.baseAddress!, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0o666)
            }
        }
        if number < 0 {
            let cause = String(cString: strerror(errno))
            throw UsageError("cannot open the log file '\(DisplayName.escaping(path))': \(cause)", status: .fileIO)
        }
        output = Mutex(Descriptor(number, mode: .lines, Cancellation()))
    }

    deinit {
        close(number)
    }

    func write(_ line: [UInt8]) {
        let stamp = "\(ClockFormat.dateAndTime(ClockFormat.now())) [\(getpid())] "
        output.withLock { $0.append(Array(stamp.utf8) + line + [UInt8(ascii: "\n")]) }
    }

    func write(_ line: String) {
        write(Array(line.utf8))
    }
}
