internal import FerryCore
internal import FerryEndpoints
internal import FerrySync

/// `ferry put`: standard input becomes a file. The old one stays until all input has arrived and is durable.
struct PutCommand {
    let line: PutCommandLine
    let context: CommandContext

    func run() throws(UsageError) -> Int32 {
        if let seconds = line.presign {
            return try context.presignWriting([line.location], seconds: seconds)
        }
        let location = try context.registry.destination(line.location)
        try context.registry.requireUse(ofObjectOptionsAt: location)
        guard let (directory, name) = location.path.parentAndName else {
            throw UsageError("cannot write '\(location)': a file name is needed", status: .fileSelection)
        }
        if line.makesPath { try context.registry.makeDirectories(leadingTo: directory, of: location) }
        let endpoint = try context.registry.open(location, at: directory)
        defer { endpoint.close() }
        do throws(EndpointError) {
            return try store(at: name, on: endpoint, location).rawValue
        } catch {
            context.complain(error)
            return CommandError(error).status.rawValue
        }
    }

    private func store(
        at name: RelativePath, on endpoint: any Endpoint, _ location: Location
    ) throws(EndpointError) -> ExitStatus {
        let old = try present(name, on: endpoint)
        if let old, old.kind != .file && old.kind != .symlink {
            let reason = old.isDirectory ? "is a directory" : "not a regular file"
            throw EndpointError(.alreadyExists, .replace, path: name, location: endpoint.location, reason: reason)
        }
        let staged = try endpoint.stage(StageRequest(path: name, metadata: Metadata(keeping: old)))
        do throws(EndpointError) {
            guard let length = try receive(into: staged) else {
                staged.discard()
                return context.cancellation.isCancelled ? .signal : .fileIO
            }
            try staged.synchronize()
            let committed = try staged.commit(metadata: Metadata(keeping: old), length: length)
            try endpoint.durability?.synchronize(directories: [.root])
            if !committed.notSet.isEmpty {
                context.complain("'\(location)' is written, but without the owner or permissions of the old file")
            }
            return .success
        } catch {
            staged.discard()
            throw error
        }
    }

    /// Who may not look may be allowed to write all the same.
    private func present(_ name: RelativePath, on endpoint: any Endpoint) throws(EndpointError) -> Entry? {
        do throws(EndpointError) {
            return try endpoint.entry(at: name)
        } catch  where error.code == .permissionDenied && endpoint.capabilities.directories == .simulated {
            return nil
        }
    }

    /// Returns how many bytes came in; nil when they are not all there.
    private func receive(into staged: any StagedFile) throws(EndpointError) -> Int64? {
        let input = StandardInput(cancellation: context.cancellation)
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 256 * 1024, alignment: 4096)
        defer { buffer.deallocate() }
        var offset: Int64 = 0
        while true {
            let count: Int?
            do throws(CommandError) {
                count = try input.read(into: buffer)
            } catch {
                context.complain(error)
                return nil
            }
            guard let count else { return nil }
            if count == 0 { return offset }
            try staged.write(UnsafeRawBufferPointer(rebasing: buffer[..<count]), at: offset)
            offset += Int64(count)
        }
    }
}

extension Metadata {
    /// The owner and permissions of the file that is replaced, as if it had been written into; a new file, and one in
    /// place of a symlink, gets the usual ones.
    fileprivate init(keeping old: Entry?) {
        guard let old, old.kind == .file else {
            self.init()
            return
        }
        self.init(permissions: old.permissions, user: old.owner?.user, group: old.owner?.group)
    }
}
