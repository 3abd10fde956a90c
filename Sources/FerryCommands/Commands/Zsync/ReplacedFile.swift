internal import FerryCore
internal import FerryEndpoints

/// What has the name already that a file is to get.
struct ReplacedFile {
    private let endpoint: any Endpoint
    private let name: RelativePath
    /// Nil where the name is free.
    private let entry: Entry?

    /// Throws where no file can get that name. Devices and pipes are not replaced, nor are links to what is no file.
    init(_ name: RelativePath, on endpoint: any Endpoint) throws {
        self.endpoint = endpoint
        self.name = name
        entry = try endpoint.entry(at: name)
        try Self.require(name, on: endpoint, toBeFile: entry)
    }

    /// Those that the new file gets too; nil where there are none to go by.
    var permissions: UInt16? {
        guard let entry, entry.kind == .file else { return nil }
        return entry.permissions.map { $0 & 0o777 }
    }

    /// Throws where the old file could not be kept in the end.
    func requireRoomForOld() throws {
        if entry == nil { return }
        try Self.require(oldName, on: endpoint, toBeFile: endpoint.entry(at: oldName))
    }

    /// Gives the old file a further name, NAME.zs-old, replacing what had it, as zsync 0.6.2 does. Not where it has that
    /// digest, so that doing the same again does not cost the one before it.
    func keepOld(unless digest: Digest, of length: Int64) throws {
        guard let entry = try endpoint.entry(at: name) else { return }
        if entry.kind == .file, entry.size == length, has(entry, digest) { return }
        do throws(EndpointError) {
            guard let links = endpoint.links else {
                throw EndpointError(.unsupported, .link, path: oldName, location: endpoint.location)
            }
            try links.createHardLink(at: oldName, to: name, on: nil)
        } catch {
            // File systems without links say so in several ways.
            guard let renaming = endpoint.renaming else { throw error }
            try renaming.rename(name, to: oldName, on: nil)
        }
    }

    /// Not known of one that cannot be read, which is kept then.
    private func has(_ entry: Entry, _ digest: Digest) -> Bool {
        (try? endpoint.read(entry, range: nil).digest(by: digest.algorithm)) == digest
    }

    private var oldName: RelativePath { name.renamed(to: Array(name.name) + Array(".zs-old".utf8)) }

    private static func require(
        _ name: RelativePath, on endpoint: any Endpoint, toBeFile entry: Entry?
    ) throws {
        guard let entry else { return }
        let target = entry.kind == .symlink ? try? endpoint.entry(at: name, links: .followAll) : entry
        guard let target, target.kind != .file else { return }
        let kind = target.isDirectory ? "a directory" : "no regular file"
        throw UsageError("cannot write '\(name)': it is \(kind)", status: .fileSelection)
    }
}
