/// Takes bytes in order: a file that is being written, a pipe.
package protocol ByteSink: AnyObject {
    /// Its errors reach the caller as the cause of `DeltaError.writing`.
    func write(_ bytes: UnsafeRawBufferPointer) throws
}

/// Keeps bytes in memory.
package final class MemorySink: ByteSink {
    package private(set) var bytes: [UInt8] = []

    package init() {}

    package func write(_ bytes: UnsafeRawBufferPointer) { self.bytes += bytes }
}
