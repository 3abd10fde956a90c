internal import FerryCore
internal import FerryEndpoints
internal import FerryManifest

/// The tag files of a bag that is being made. Nobody sees them before `commit`.
final class BagDrafts: RecordWriter {
    private let endpoint: any Endpoint
    private let algorithms: [DigestAlgorithm]
    private var manifests: [TagFileDraft] = []
    private var writers: [BagManifestWriter] = []
    private var others: [TagFileDraft] = []
    private var declaration: TagFileDraft?
    private var payload = PayloadOxum()

    private static let infoName = "bag-info.txt"

    private static func manifestName(_ algorithm: DigestAlgorithm) -> String { "manifest-\(algorithm.rawValue).txt" }

    /// Of all but `bagit.txt`.
    static func names(_ algorithms: [DigestAlgorithm]) -> [RelativePath] {
        let manifests = algorithms.map(manifestName)
        return ([infoName] + manifests + manifests.map { "tag\($0)" }).map { RelativePath(unchecked: Array($0.utf8)) }
    }

    init(on endpoint: any Endpoint, _ algorithms: [DigestAlgorithm]) throws(EndpointError) {
        self.endpoint = endpoint
        self.algorithms = algorithms
        for algorithm in algorithms {
            let draft = try TagFileDraft(Self.manifestName(algorithm), on: endpoint, algorithms)
            manifests.append(draft)
            writers.append(BagManifestWriter(draft, algorithm, below: BagPath.payload))
        }
    }

    // MARK: The payload's records

    func append(_ record: Record) throws(ManifestError) {
        for writer in writers { try writer.append(record) }
        payload.add(size: record.size ?? 0)
    }

    func finish(isComplete: Bool) throws(ManifestError) {
        for writer in writers { try writer.finish(isComplete: isComplete) }
    }

    // MARK: The other tag files

    /// Writes what is known when all records are there: what the bag is, and the digests of the tag files.
    /// - Parameter info: The lines of `bag-info.txt` beside the payload's size.
    func complete(info: [(label: String, value: String)]) throws(ManifestError) {
        do throws(EndpointError) {
            let declaration = try draft(BagDeclaration.fileName, BagDeclaration().text)
            let lines = (info + [(PayloadOxum.label, "\(payload)")]).map { "\($0.label): \($0.value)\n" }
            let described = [declaration, try draft(Self.infoName, lines.joined())] + manifests
            let records = described.map { Record(path: $0.path, digests: $0.digests) }
            self.declaration = declaration
            others = described.filter { $0 !== declaration }
            for algorithm in algorithms { others.append(try tagManifest(algorithm, records)) }
        } catch {
            throw .writing(error)
        }
    }

    private func draft(_ name: String, _ text: String) throws(EndpointError) -> TagFileDraft {
        let draft = try TagFileDraft(name, on: endpoint, algorithms)
        try draft.write(text)
        return draft
    }

    private func tagManifest(_ algorithm: DigestAlgorithm, _ records: [Record]) throws(EndpointError) -> TagFileDraft {
        let sink = MemorySink()
        let writer = BagManifestWriter(sink, algorithm, below: .root)
        let failure: ManifestError?
        do throws(ManifestError) {
            for record in records.sorted(by: { $0.canonicalOrder(to: $1) < 0 }) { try writer.append(record) }
            try writer.finish(isComplete: true)
            failure = nil
        } catch {
            failure = error
        }
        precondition(failure == nil, "names of tag files can be written")
        return try draft("tag\(Self.manifestName(algorithm))", String(decoding: sink.bytes, as: UTF8.self))
    }

    // MARK: Commit

    /// Leaves out those of which there is a file with their content. Throws `BagCreation.Refusal.isOther` for one with another.
    func keepPresent(_ cancellation: Cancellation) throws {
        let reading = ContentReading(cancellation: cancellation)
        others = try others.filter { draft in
            guard let entry = try endpoint.entry(at: draft.path) else { return true }
            guard entry.kind == .file,
                try reading.read(entry, on: endpoint, algorithms, countsLines: false).digests == draft.digests
            else { throw BagCreation.Refusal.isOther(draft.path) }
            return false
        }
    }

    /// Makes all of them durable; then their names cost nothing.
    func synchronize() throws(EndpointError) {
        let files = (others + [declaration].compactMap { $0 }).map(\.sink.staged)
        if let durability = endpoint.durability { return try durability.synchronize(files) }
        for file in files { try file.synchronize() }
    }

    /// `bagit.txt`, by which a directory is known as a bag.
    func commitDeclaration() throws(EndpointError) { try declaration?.sink.commit() }

    func commitOthers() throws(EndpointError) {
        for file in others { try file.sink.commit() }
    }
}
