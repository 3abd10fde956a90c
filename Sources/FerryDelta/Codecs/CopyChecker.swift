/// Refuses copies that reach outside the old file.
struct CopyChecker {
    let oldSize: Int64
    let format: DeltaError.FileFormat

    func check(offset: Int64, length: Int64) throws(DeltaError) {
        guard offset >= 0, length >= 0, offset <= oldSize, length <= oldSize - offset else {
            throw .damaged(format, .copyOutOfRange(offset: offset, length: length))
        }
    }
}
