public import FerryCore

/// Signatures that are computed where the file is.
public protocol SignatureRole: Sendable {
    /// The native signature of a file as a file of its format, pinned to the entry's version. `blockSize` is in bytes.
    ///
    /// Its strong hashes are cryptographic, as those of all signatures that leave a machine.
    func signature(of entry: Entry, blockSize: Int) throws(EndpointError) -> any ByteReader
}
