internal import FerryCore
internal import Glibc

/// Where the runs of a sort lie: a file without a name, gone with the value.
final class RecordSpoolFile {
    private let file: UnsafeMutablePointer<FILE>
    private var end = 0

    init() throws(ManifestError) {
        guard let file = tmpfile() else { throw .writing(SpoolFailure(code: errno)) }
        self.file = file
    }

    deinit { fclose(file) }

    /// Writes records that are in order.
    func append(_ records: [SpooledRecord]) throws(ManifestError) -> SpoolRun {
        let start = end
        var bytes: [UInt8] = []
        for (index, record) in records.enumerated() {
            record.append(to: &bytes)
            if bytes.count >= 256 << 10 || index == records.count - 1 {
                try write(bytes)
                bytes.removeAll(keepingCapacity: true)
            }
        }
        return SpoolRun(range: start..<end)
    }

    private func write(_ bytes: [UInt8]) throws(ManifestError) {
        var done = 0
        while done < bytes.count {
            let count = bytes.withUnsafeBytes {
                pwrite(fileno(file), $0.baseAddress! + done, bytes.count - done, end + done)
            }
            if count < 0 && errno != EINTR { throw .writing(SpoolFailure(code: errno)) }
            done += max(0, count)
        }
        end += bytes.count
    }

    /// Fills the buffer from `offset` on, as far as the file goes.
    func read(into buffer: UnsafeMutableRawBufferPointer, at offset: Int) throws(ManifestError) -> Int {
        let count = pread(fileno(file), buffer.baseAddress, buffer.count, offset)
        if count < 0 { throw .reading(SpoolFailure(code: errno)) }
        return count
    }
}

/// The bytes of one run.
struct SpoolRun {
    let range: Range<Int>
}

/// A temporary file cannot be written or read.
struct SpoolFailure: Error, CustomStringConvertible {
    let code: Int32

    var description: String { "a temporary file cannot be used: \(String(cString: strerror(code)))" }
}
