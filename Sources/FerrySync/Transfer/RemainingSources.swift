internal import FerryCore
internal import FerryEndpoints

/// What `--remove-source-files` has not removed, because only a symlink leads there: somebody may make that lead elsewhere, and
/// the file may have another name in the transfer, under which it is still to be read. If that has not gone by the end
/// either, it is told.
final class RemainingSources: Sendable {
    private let paths = SharedSpool()

    func add(_ path: RelativePath, of source: Int) {
        paths.append(withUnsafeBytes(of: Int32(source)) { Array($0) } + path.bytes)
    }

    /// To be called when all that is removed has been.
    func tell(_ context: RunContext) {
        paths.forEach { record in
            let number = record.withUnsafeBytes { $0.loadUnaligned(as: Int32.self) }
            let endpoint = context.job.sources[Int(number)].endpoint
            let path = RelativePath(unchecked: Array(record[4...]))
            do throws(EndpointError) {
                guard try endpoint.named(path, links: .keep) != nil else { return }
                throw EndpointError(
                    .unsupported, .remove, path: path, location: endpoint.location,
                    reason: "a symlink leads there, and no source is removed through one")
            } catch {
                context.tally.fail(error)
            }
        }
    }
}
