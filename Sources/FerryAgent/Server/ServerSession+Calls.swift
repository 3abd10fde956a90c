internal import FerryCore
internal import FerryEndpoints

/// The calls that concern no staged file.
extension ServerSession {
    func perform(_ call: Call, for session: ServerSession) throws(EndpointError) -> Answer {
        switch call {
        case .look(let number, let path):
            var writer = WireWriter()
            writer.put(optional: try endpoint(number).entry(at: path)) { $0.put(propertiesOf: $1) }
            return .result(writer.bytes)
        case .list(let number, let order):
            let request = ListingRequest(
                directory: order.directory, recursive: order.recursive, links: order.links,
                oneFileSystem: order.oneFileSystem)
            return .stream(ListingPieces(try endpoint(number).list(request)))
        case .read(let number, let entry, let range):
            let reader = try endpoint(number).read(entry, range: range)
            return .stream(
                ContentPieces(
                    reader, size: range?.length ?? entry.size, isCompressible: isCompressible(entry.path)))
        case .digest(let number, let entry, let range, let algorithm):
            let digest = try digest(of: entry, range, algorithm, on: try endpoint(number))
            return .result(digest.bytes)
        case .sign(let number, let entry, let blockSize):
            let signature = try ServedSignature(
                of: entry, on: try endpoint(number), blockSize: blockSize)
            return .stream(signature)
        case .nameOfAccount(let number, let kind, let account):
            var writer = WireWriter()
            writer.put(optional: try role(try endpoint(number).accounts).name(of: account, kind)) { $0.put($1) }
            return .result(writer.bytes)
        case .numberOfAccount(let number, let kind, let name):
            var writer = WireWriter()
            writer.put(optional: try role(try endpoint(number).accounts).number(of: name, kind)) { $0.put($1) }
            return .result(writer.bytes)
        default: return try performChange(call)
        }
    }

    private func digest(
        of entry: Entry, _ range: ByteRange?, _ algorithm: DigestAlgorithm, on endpoint: any Endpoint
    ) throws(EndpointError) -> Digest {
        if let offered = try endpoint.digests?.digest(of: entry, range: range, by: algorithm), offered.isComputed {
            return offered.digest
        }
        return try endpoint.read(entry, range: range).digest(by: algorithm)
    }

    private func performChange(_ call: Call) throws(EndpointError) -> Answer {
        var writer = WireWriter()
        switch call {
        case .createDirectory(let number, let path, let metadata):
            try endpoint(number).createDirectory(at: path, metadata: metadata)
        case .remove(let number, let path, let kind): try endpoint(number).remove(path, kind: kind)
        case .removeBatch(let number, let paths): writer.put(try remove(paths, from: try endpoint(number)))
        case .removeLeftovers(let number, let path):
            let leftovers = try role(try endpoint(number).leftovers)
            writer.put(UInt64(try leftovers.removeLeftovers(in: path)))
        case .apply(let number, let metadata, let path, let kind):
            writer.put(byte: try endpoint(number).apply(metadata, to: path, kind: kind).rawValue)
        case .createSymlink(let number, let path, let target, let metadata):
            let links = try role(try endpoint(number).links)
            writer.put(byte: try links.createSymlink(at: path, target: target, metadata: metadata).rawValue)
        case .createHardLink(let number, let path, let existing, let other):
            let links = try role(try endpoint(number).links)
            try links.createHardLink(at: path, to: existing, on: try endpoint(other))
        case .createSpecialFile(let number, let path, let kind, let device, let metadata):
            let files = try role(try endpoint(number).specialFiles)
            let notSet = try files.createSpecialFile(at: path, kind: kind, device: device, metadata: metadata)
            writer.put(byte: notSet.rawValue)
        case .rename(let number, let path, let newPath, let other):
            let renaming = try role(try endpoint(number).renaming)
            try renaming.rename(path, to: newPath, on: try endpoint(other))
        case .synchronizeFiles(let number, let files):
            try role(try endpoint(number).durability).synchronize(try stagedFiles(files))
        case .synchronizeDirectories(let number, let paths):
            try role(try endpoint(number).durability).synchronize(directories: paths)
        default: throw refusal("an unknown call")
        }
        return .result(writer.bytes)
    }

    /// The failures of a batch. Absent files count as removed.
    private func remove(
        _ paths: [RelativePath], from endpoint: any Endpoint
    ) throws(EndpointError) -> [(RelativePath, EndpointError)] {
        if let batch = endpoint.batchRemoval { return try batch.remove(paths) }
        var failures: [(RelativePath, EndpointError)] = []
        for path in paths {
            do throws(EndpointError) {
                try endpoint.remove(path, kind: .file)
            } catch {
                if error.code != .notFound { failures.append((path, error)) }
            }
        }
        return failures
    }

    private func role<Role>(_ role: Role?) throws(EndpointError) -> Role {
        guard let role else { throw EndpointError(.unsupported, .connect, path: nil, location: "") }
        return role
    }
}

extension WireWriter {
    fileprivate mutating func put(_ failures: [(RelativePath, EndpointError)]) {
        put(UInt64(failures.count))
        for (path, error) in failures {
            put(path)
            put(error)
        }
    }
}
