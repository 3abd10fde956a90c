public import FerryCore

/// Deltas in ferry's own format, from files to files.
public enum NativeDelta {
    /// Writes the delta that makes `new` of the file that `signature` describes.
    public static func write(
        _ signature: Signature, _ new: Content, to sink: any ByteSink, scan: DeltaScan
    ) throws(DeltaError) -> DeltaSummary {
        let algorithm = DeltaFile.digestAlgorithm(for: signature.strongHash)
        let writer = try DeltaFileWriter(
            oldSize: signature.fileSize, newSize: new.size, algorithm: algorithm, to: sink)
        var scan = scan
        if new.size == nil { scan.makesHoles = false }
        let content = ContentDigest(algorithm)
        let summary = try scan.run(SignatureIndex(signature), new, into: writer, content: content)
        try writer.finish(content.digest())
        return summary
    }

    /// Writes the new file, and tells of what. Throws `wrongResult` at the end if it is not the one that the delta was made from; what was
    /// written is to be thrown away then.
    @discardableResult
    public static func patch(
        _ old: any RandomAccessBytes, with delta: any SequentialBytes, to sink: any ByteSink
    ) throws(DeltaError) -> DeltaSummary {
        var reader = try DeltaFileReader(delta, oldSize: old.size)
        if let length = reader.newSize {
            do { try sink.expect(length) } catch { throw .writing(error) }
        }
        let content = ContentDigest(reader.algorithm)
        let patcher = Patcher(old: old, to: sink, digest: content)
        let expected = try reader.run(into: patcher)
        if content.digest() != expected { throw .wrongResult }
        return patcher.summary
    }
}
