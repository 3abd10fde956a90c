package import FerryCore

/// Signatures that are computed where the file is.
package protocol SignatureRole: Sendable {
    /// The native signature of a file as a file of its format, pinned to the entry's version. `blockSize` is in bytes.
    ///
    /// `isPublishable` asks for cryptographic strong hashes instead of fast ones.
    func signature(
        of entry: Entry, blockSize: Int, isPublishable: Bool
    ) throws(EndpointError) -> any ByteReader
}
