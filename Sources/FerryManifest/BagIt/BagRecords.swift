internal import FerryCore

/// All that the manifests and the fetch list of a bag say, a record for each path, in canonical order. What they owe each
/// other is told while they are read.
public final class BagRecords: RecordReader {
    private final class Source {
        let name: String
        let content: BagManifestReader.Content
        let lines: BagManifestReader
        let records: any RecordReader
        var head: Record?
        /// Distinct paths.
        var count = 0
        /// Those of the bag's payload manifests that this file names.
        var manifests: Set<RelativePath> = []

        init(_ name: String, _ content: BagManifestReader.Content, _ lines: BagManifestReader) throws(ManifestError) {
            (self.name, self.content, self.lines) = (name, content, lines)
            do throws(ManifestError) {
                records = try RecordSorter.ordered(lines)
                head = try records.next()
            } catch {
                throw .file(name, error)
            }
        }

        func advance() throws(ManifestError) {
            count += 1
            do throws(ManifestError) { head = try records.next() } catch { throw .file(name, error) }
        }
    }

    private let version: BagVersion
    private let tell: (BagProblem) -> Void
    private var sources: [Source] = []
    private var hasEnded = false

    public init(version: BagVersion, tell: @escaping (BagProblem) -> Void) {
        self.version = version
        self.tell = tell
    }

    /// Adds a file of the bag; reads all of it, into a temporary file if it is long.
    public func add(
        _ name: String, _ content: BagManifestReader.Content, _ text: TagText
    ) throws(ManifestError) {
        sources.append(try Source(name, content, BagManifestReader(text, content, version: version)))
    }

    public var dialect: Dialect { .bagit }
    public var isOrdered: Bool { true }
    public var line: Int { sources.first?.lines.line ?? 0 }

    public func next() throws(ManifestError) -> Record? {
        let heads = sources.compactMap(\.head)
        guard var record = heads.min(by: { $0.canonicalOrder(to: $1) < 0 }) else {
            end()
            return nil
        }
        let holders = sources.filter { $0.head?.path == record.path }
        record.digests = holders.flatMap { $0.head!.digests }
        record.size = holders.compactMap(\.head?.size).first
        judge(record.path, holders)
        for source in holders { try source.advance() }
        return record
    }

    private func judge(_ path: RelativePath, _ holders: [Source]) {
        let fetched = holders.first { $0.content == .fetch }
        if let fetched, holders.count == 1 {
            tell(BagProblem(.error, fetched.name, "no manifest names '\(path)'"))
        }
        let isOfTags = !path.isInside(BagPath.payload)
        for source in sources where source.content != .fetch && source.content.isOfTags == isOfTags {
            if !holders.contains(where: { $0 === source }) {
                tell(BagProblem(version.isStrict ? .error : .warning, source.name, "does not name '\(path)'"))
            } else if isOfTags, sources.contains(where: { $0.name.utf8.elementsEqual(path.bytes) }) {
                source.manifests.insert(path)
            }
        }
    }

    /// What only whole files can be told of.
    private func end() {
        if hasEnded { return }
        hasEnded = true
        let severity = version.isStrict ? BagProblem.Severity.error : .warning
        let manifests = sources.filter { if case .payload = $0.content { true } else { false } }
        for source in sources {
            for warning in source.lines.warnings {
                tell(BagProblem(.warning, source.name, line: warning.line, warning.text))
            }
            if source.lines.count > source.count {
                tell(BagProblem(severity, source.name, "names a file more than once"))
            }
            for name in source.manifests where "\(name)".hasPrefix("tagmanifest-") {
                tell(BagProblem(severity, source.name, "names a tag manifest, '\(name)'"))
            }
            for manifest in manifests
            where source.content.isOfTags && !source.manifests.contains(where: { "\($0)" == manifest.name }) {
                tell(BagProblem(severity, source.name, "does not name '\(manifest.name)'"))
            }
        }
    }
}
