extension Sequence<UInt8> {
    /// Calls `body` with the bytes, which must lie in one piece as those of arrays do; `withUnsafeBytes` does not pass typed
    /// throws on.
    func withBytes<Result, Failure>(
        _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        let result: Swift.Result<Result, Failure>? = withContiguousStorageIfAvailable { bytes in
            do throws(Failure) {
                return .success(try body(UnsafeRawBufferPointer(bytes)))
            } catch {
                return .failure(error)
            }
        }
        guard let result else { preconditionFailure("bytes that lie in pieces") }
        return try result.get()
    }
}
