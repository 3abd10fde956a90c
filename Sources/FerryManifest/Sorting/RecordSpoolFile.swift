internal import FerryCore

/// Where the runs of a sort lie: a file without a name, gone with the value.
final class RecordSpoolFile {
    private let file: TemporaryFile
    private var end = 0

    init() throws(ManifestError) {
        do throws(TemporaryFileError) { file = try TemporaryFile() } catch { throw .writing(error) }
    }

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
        var failure: TemporaryFileError?
        bytes.withUnsafeBytes { bytes in
            do throws(TemporaryFileError) { try file.write(bytes, at: end) } catch { failure = error }
        }
        if let failure { throw .writing(failure) }
        end += bytes.count
    }

    /// Fills the buffer from `offset` on, as far as the file goes.
    func read(into buffer: UnsafeMutableRawBufferPointer, at offset: Int) throws(ManifestError) -> Int {
        do throws(TemporaryFileError) { return try file.read(into: buffer, at: offset) } catch { throw .reading(error) }
    }
}

/// The bytes of one run.
struct SpoolRun {
    let range: Range<Int>
}
