internal import FerryCore
internal import FerryEndpoints

/// Directories of the destination that their owner has closed to himself, and that names are to be taken out of or given in. As
/// with rsync, they are opened for that; those that stay are as before when all is done.
final class ClosedDirectories: Sendable {
    private let opened = SharedSpool()
    private let destination: any Endpoint

    /// What the owner needs to change a directory.
    static let access: UInt16 = 0o700

    init(of destination: any Endpoint) {
        self.destination = destination
    }

    /// Changes names in a directory: once more where that was not permitted, and it could be opened.
    func changing<Result>(
        _ directory: RelativePath?, _ body: () throws(EndpointError) -> Result
    ) throws(EndpointError) -> Result {
        do throws(EndpointError) {
            return try body()
        } catch  where error.code == .permissionDenied {
            guard let directory, open(directory) else { throw error }
            return try body()
        }
    }

    private func open(_ directory: RelativePath) -> Bool {
        guard let entry = try? destination.entry(at: directory), entry.isDirectory,
            let permissions = entry.permissions, permissions & Self.access != Self.access
        else { return false }
        let metadata = Metadata(permissions: permissions | Self.access)
        guard (try? destination.apply(metadata, to: directory, kind: .directory)) == [] else { return false }
        opened.append(withUnsafeBytes(of: permissions) { Array($0) } + directory.bytes)
        return true
    }

    /// Closes what is there still, in the order in which it was opened: what is below a directory comes before it.
    func close() {
        opened.forEach { record in
            let permissions = record.withUnsafeBytes { $0.loadUnaligned(as: UInt16.self) }
            let path = RelativePath(unchecked: Array(record[2...]))
            // Something else may have its name by now.
            guard let entry = try? destination.entry(at: path), entry.isDirectory,
                entry.permissions == permissions | Self.access
            else { return }
            _ = try? destination.apply(Metadata(permissions: permissions), to: path, kind: .directory)
        }
    }
}
