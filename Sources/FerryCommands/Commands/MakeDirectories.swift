internal import FerryCore
internal import FerryEndpoints

extension EndpointRegistry {
    /// Makes what is missing of a directory's path, `--mkpath`.
    func makeDirectories(leadingTo path: [UInt8], of location: Location) throws(UsageError) {
        for directory in try missingDirectories(leadingTo: path, of: location) {
            try makeDirectory(directory, of: location)
        }
    }

    /// What is missing of a directory's path, the uppermost first.
    func missingDirectories(leadingTo path: [UInt8], of location: Location) throws(UsageError) -> [[UInt8]] {
        var missing: [[UInt8]] = []
        var path = path.withoutTrailingSlashes
        while !path.isEmpty, try entry(at: path, of: location) == nil {
            missing.append(path)
            path = path.directoryAbove
        }
        return missing.reversed()
    }

    func makeDirectory(_ path: [UInt8], of location: Location) throws(UsageError) {
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
