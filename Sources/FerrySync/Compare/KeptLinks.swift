internal import FerryCore
internal import FerryEndpoints

/// `--keep-dirlinks`: a symlink of the destination that leads to a directory is that directory, where the sources have one.
struct KeptLinks {
    let destination: any Endpoint
    let areKept: Bool
    /// The destination's own path, where the run deletes.
    private let base: [UInt8]?
    /// Directories that links led to.
    private var followed: Set<FileIdentity> = []

    init(destination: any Endpoint, areKept: Bool, deletingBelow base: [UInt8]? = nil) {
        self.destination = destination
        self.areKept = areKept
        self.base = base
    }

    /// Why a run that deletes must not follow a link: what lies behind it is a part of the destination under another name, or
    /// what another link leads to, and each name's turn would delete what belongs to the other one. Nil where it may.
    mutating func refusal(of link: Entry, to directory: Entry) -> EndpointError? {
        guard let base else { return nil }
        let isNew = directory.version?.identity.map { followed.insert($0).inserted } ?? true
        if isNew && !leadsInside(link, base) { return nil }
        return EndpointError(
            .unsupported, .write, path: link.path, location: destination.location,
            reason: "the symlink leads to what this run deletes from under another name")
    }

    /// By its words: whether it leads out of the destination by way of another link, nobody sees.
    private func leadsInside(_ link: Entry, _ base: [UInt8]) -> Bool {
        guard let target = link.linkTarget else { return true }
        if target.first == RelativePath.separator {
            let names = Self.names(target), own = Self.names(base)
            return names.starts(with: own)
        }
        var depth = (link.path.parent ?? .root).components.count
        for name in target.split(separator: RelativePath.separator) where !name.elementsEqual(".".utf8) {
            depth += name.elementsEqual("..".utf8) ? -1 : 1
            if depth < 0 { return false }
        }
        return true
    }

    private static func names(_ path: [UInt8]) -> [ArraySlice<UInt8>] {
        path.split(separator: RelativePath.separator).filter { !$0.elementsEqual(".".utf8) }
    }

    /// The directory that stands for what the destination has under the item's name; nil where that stands for itself.
    func directory(behind present: Entry?, for item: SourceItem?) throws(EndpointError) -> Entry? {
        guard areKept, let present, present.kind == .symlink, item?.entry.isDirectory == true else { return nil }
        let followed = try destination.entry(at: present.path, links: .followDirectories)
        return followed?.isDirectory == true ? followed : nil
    }
}
