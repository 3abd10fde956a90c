internal import FerryCore
internal import FerryEndpoints
internal import Glibc

/// What has to be sent once its length is known.
struct LocalSpool: ~Copyable {
    private let file: TemporaryFile
    private var length = 0

    init() throws(SCPError) {
        do throws(TemporaryFileError) { file = try TemporaryFile() } catch { throw Self.failure(error) }
    }

    mutating func append(_ bytes: UnsafeRawBufferPointer) throws(SCPError) {
        do throws(TemporaryFileError) { try file.write(bytes, at: length) } catch { throw Self.failure(error) }
        length += bytes.count
    }

    /// Hands all of it out, in pieces.
    func forEachPiece(_ body: (UnsafeRawBufferPointer) throws(SCPError) -> Void) throws(SCPError) {
        let room = UnsafeMutableRawBufferPointer.allocate(byteCount: 256 << 10, alignment: 16)
        defer { room.deallocate() }
        var position = 0
        while position < length {
            let count: Int
            do throws(TemporaryFileError) {
                count = try file.read(into: room, at: position)
            } catch {
                throw Self.failure(error)
            }
            if count == 0 { throw Self.failure(TemporaryFileError(code: EIO)) }
            try body(UnsafeRawBufferPointer(rebasing: room[..<count]))
            position += count
        }
    }

    private static func failure(_ error: TemporaryFileError) -> SCPError {
        .refused(error.code == ENOSPC ? .noSpace : .serverFailure, "here: \(error)")
    }
}
