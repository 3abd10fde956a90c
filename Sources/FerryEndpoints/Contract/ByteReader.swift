public import FerryCore

/// The bytes of one version of a file, in order. Used by one thread at a time.
public protocol ByteReader: AnyObject {
    /// The reader below all decorators: how an endpoint recognises one of its own in an argument. Nil when there is none
    /// at the moment.
    var undecorated: (any ByteReader)? { get }

    /// Waits until the file is open, and asks for its content without waiting for that: what is called for several readers before
    /// the first one is read waits once for all of them (`Capabilities.readInSteps`). What fails, `read` tells.
    func advance()

    /// Fills as much of the buffer as it can; 0 means the end.
    func read(into buffer: UnsafeMutableRawBufferPointer) throws(EndpointError) -> Int

    /// A kernel descriptor of the file, from which a staged file of the same machine may copy by itself; nil elsewhere.
    /// Its file position is not used.
    var descriptor: CInt? { get }

    /// The entry as opening it found it, with its metadata, where a listing told less; nil where there is nothing to add.
    /// May wait for the server.
    func opened() throws(EndpointError) -> Entry?

    /// Says whether what was read is one version, whole: throws `changedDuringTransfer` when the file's version or
    /// length differ from the entry that was to be read. To be called after the last read.
    func verifyUnchanged() throws(EndpointError)
}

extension ByteReader {
    public var undecorated: (any ByteReader)? { self }
    public var descriptor: CInt? { nil }
    public func advance() {}
    public func opened() throws(EndpointError) -> Entry? { nil }

    /// Reads until the buffer is full or the end comes; returns how much there is in it.
    public func fill(_ buffer: UnsafeMutableRawBufferPointer) throws(EndpointError) -> Int {
        var filled = 0
        while filled < buffer.count {
            let count = try read(into: UnsafeMutableRawBufferPointer(rebasing: buffer[filled...]))
            if count == 0 { break }
            filled += count
        }
        return filled
    }
}
