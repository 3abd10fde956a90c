internal import FerryCore
internal import FerryEndpoints

extension EndpointRegistry {
    /// Makes what is missing of a directory's path, `--mkpath`, or only looks. Returns how many directories that is.
    @discardableResult
    func makeDirectories(
        leadingTo path: [UInt8], of location: Location, dryRun: Bool = false
    ) throws(UsageError) -> Int {
        var missing: [[UInt8]] = []
        var path = path.withoutTrailingSlashes
        while !path.isEmpty, try entry(at: path, of: location) == nil {
            missing.append(path)
            path = path.directoryAbove
        }
        if !dryRun { for directory in missing.reversed() { try makeDirectory(directory, of: location) } }
        return missing.count
    }

    private func makeDirectory(_ path: [UInt8], of location: Location) throws(UsageError) {
        let endpoint = try open(location, at: path)
        defer { endpoint.close() }
        do throws(EndpointError) {
            try endpoint.createDirectory(at: .root, metadata: Metadata())
        } catch  where error.code == .alreadyExists {
            // Somebody else was faster.
        } catch {
            throw UsageError(error)
        }
    }
}
