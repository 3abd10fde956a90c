import FerryCore
import FerryManifest

/// Manifests in memory.
enum Manifests {
    static func native(
        _ records: [Record], header: NativeHeader = NativeHeader(algorithms: [.sha256]), isComplete: Bool = true
    )
        throws -> [UInt8]
    {
        let sink = MemorySink()
        let writer = try NativeWriter(sink, header: header)
        for record in records { try writer.append(record) }
        try writer.finish(isComplete: isComplete)
        return sink.bytes
    }

    static func readNative(_ bytes: [UInt8]) throws -> (NativeReader, [Record]) {
        let reader = try NativeReader(MemoryStream(bytes))
        return (reader, try all(reader))
    }

    static func all(_ reader: any RecordReader) throws -> [Record] {
        var records: [Record] = []
        while let record = try reader.next() { records.append(record) }
        return records
    }

    /// The line and the damage that reading a native manifest ends with; nil when there is none.
    static func damage(_ bytes: [UInt8]) -> (line: Int, ManifestError.Damage)? {
        do {
            _ = try readNative(bytes)
            return nil
        } catch ManifestError.damaged(let line, let damage) {
            return (line, damage)
        } catch {
            return nil
        }
    }
}

extension Record {
    static func file(_ name: String, _ content: String) -> Record {
        Record(
            path: try! RelativePath(validating: name), size: Int64(content.utf8.count),
            modified: Timestamp(seconds: 1_600_000_000, nanoseconds: 5), permissions: 0o644,
            digests: [Hasher.digest(Array(content.utf8), .sha256)])
    }
}
