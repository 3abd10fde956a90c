import FerryCore
import FerryManifest
import FerrySync

/// Manifests of trees, as runs read and write them.
enum Manifests {
    /// What a manifest of a tree says, in canonical order, after a change to its records.
    static func reader(
        of tree: TreeModel, _ change: (inout Record) -> Void = { _ in }
    ) throws -> any RecordReader {
        let sink = MemorySink()
        let writer = try NativeWriter(sink, header: NativeHeader(algorithms: [.sha256]))
        for path in tree.paths {
            var record = record(path, tree[path]!)
            change(&record)
            try writer.append(record)
        }
        try writer.finish(isComplete: true)
        return try NativeReader(MemoryStream(sink.bytes))
    }

    static func record(_ path: RelativePath, _ node: TreeModel.Node) -> Record {
        var record = Record(
            path: path, kind: node.kind, modified: node.modified,
            permissions: node.kind == .symlink ? nil : node.permissions, linkTarget: node.target)
        if node.kind == .file {
            record.size = Int64(node.content.count)
            record.digests = [Hasher.digest(node.content, .sha256)]
        }
        return record
    }

    /// What a run recorded, and whether it takes that for complete.
    static func content(of recording: Recording, isComplete: Bool = true) throws -> [Record] {
        let sink = MemorySink()
        try recording.write(
            into: try NativeWriter(sink, header: NativeHeader(algorithms: recording.algorithms)),
            isComplete: isComplete)
        let reader = try NativeReader(MemoryStream(sink.bytes))
        var records: [Record] = []
        while let record = try reader.next() { records.append(record) }
        return records
    }
}
