public import FerryCore
public import FerryEndpoints

extension FTPEndpoint {
    public func createDirectory(at path: RelativePath, metadata: Metadata) throws(EndpointError) {
        try requireAllowed(path, .createDirectory)
        let reply = try command("MKD", path, for: .createDirectory)
        guard reply.isSuccess else {
            if try look(at: path, for: .createDirectory) != nil {
                throw failure(.alreadyExists, .createDirectory, path)
            }
            throw try absence(ofParentOf: path, .createDirectory) ?? meaning(reply, .createDirectory, path)
        }
        if let permissions = metadata.permissions {
            _ = try apply(Metadata(permissions: permissions), to: path, kind: .directory)
        }
    }

    public func remove(_ path: RelativePath, kind: EntryKind) throws(EndpointError) {
        let reply = try command(kind.isDirectory ? "RMD" : "DELE", path, for: .remove)
        if reply.isSuccess { return }
        guard let present = try look(at: path, for: .remove) else { throw failure(.notFound, .remove, path) }
        guard present.isDirectory == kind.isDirectory else {
            throw failure(.changedDuringTransfer, .remove, path, "it is something else by now")
        }
        if kind.isDirectory, try !isEmptyDirectory(path) { throw failure(.notEmpty, .remove, path) }
        throw meaning(reply, .remove, path)
    }

    /// Servers follow symlinks whenever they set something.
    public func apply(
        _ metadata: Metadata, to path: RelativePath, kind: EntryKind
    ) throws(EndpointError) -> MetadataFields {
        if kind == .symlink { return metadata.fields }
        let commands = server.commands(setting: metadata, of: self.path.bytes(of: path))
        if commands.isEmpty, try look(at: path, for: .setMetadata) == nil {
            throw failure(.notFound, .setMetadata, path)
        }
        let replies = try caught(.setMetadata, path) { () throws(FTPFailure) in
            try client.run(commands.map(\.line))
        }
        var notSet = metadata.fields
        for (command, reply) in zip(commands, replies) where reply.isSuccess { notSet.subtract(command.fields) }
        if replies.contains(where: { !$0.isSuccess }), try look(at: path, for: .setMetadata) == nil {
            throw failure(.notFound, .setMetadata, path)
        }
        return notSet
    }

    /// `notFound` where the directory is missing that was to hold an entry.
    func absence(
        ofParentOf path: RelativePath, _ operation: EndpointError.Operation
    ) throws(EndpointError) -> EndpointError? {
        let parent = try look(at: path.parent ?? .root, for: operation)
        return parent?.isDirectory == true ? nil : failure(.notFound, operation, path)
    }

    /// What a refusal means that looking does not explain.
    func meaning(
        _ reply: FTPReply, _ operation: EndpointError.Operation, _ path: RelativePath
    ) -> EndpointError {
        FTPFailure(refusing: reply).error(operation, path, at: location)
    }
}
