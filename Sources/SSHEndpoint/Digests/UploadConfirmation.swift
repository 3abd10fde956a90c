internal import FerryCore
internal import FerryEndpoints

/// Whether the server holds what was sent, by a digest that it computes of it.
struct UploadConfirmation: ~Copyable {
    private var written: WrittenDigest?

    /// - Parameter isWanted: Whether the server computes digests, and anybody wants to know.
    init(isWanted: Bool) {
        written = isWanted ? WrittenDigest(.sha256) : nil
    }

    mutating func write(_ bytes: UnsafeRawBufferPointer, at offset: Int64) {
        written?.write(bytes, at: offset)
    }

    mutating func otherBytes() {
        written?.otherBytes()
    }

    /// Asks for the digest, behind the writes that are under way; nil where nothing can be compared.
    mutating func ask(_ file: RemoteFile, length: Int64) throws(SFTPError) -> Question? {
        // Nothing is what it is; and servers know no digest of it.
        guard length > 0, let expected = written?.finish(length: length) else { return nil }
        return Question(
            expected: expected,
            answer: try file.connection.checkFile(handle: file.handle, by: expected.algorithm))
    }

    struct Question {
        let expected: Digest
        let answer: Pending<Digest>

        /// Whether it is what was sent; false where the server does not tell after all. Throws where it is not.
        func isConfirmed() throws(SFTPError) -> Bool {
            let found: Digest
            do throws(SFTPError) {
                found = try answer.wait()
            } catch {
                if case .lost = error { throw error }
                return false
            }
            guard found == expected else {
                throw .refused(.corrupted, "the server holds other bytes than were sent")
            }
            return true
        }
    }
}
