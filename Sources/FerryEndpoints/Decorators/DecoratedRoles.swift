internal import FerryCore

/// The optional roles of a decorated endpoint: each call goes through the decorator.
struct DecoratedLinks: LinkRole {
    let base: any LinkRole
    let decorator: any EndpointDecorator

    func createSymlink(
        at path: RelativePath, target: [UInt8], metadata: Metadata
    ) throws(EndpointError) -> MetadataFields {
        try decorator.around(.createSymlink, path) { () throws(EndpointError) in
            try base.createSymlink(at: path, target: target, metadata: metadata)
        }
    }

    func createHardLink(
        at path: RelativePath, to existing: RelativePath, on endpoint: (any Endpoint)?
    ) throws(EndpointError) {
        try decorator.around(.createHardLink, path) { () throws(EndpointError) in
            try base.createHardLink(at: path, to: existing, on: endpoint)
        }
    }
}

struct DecoratedSpecialFiles: SpecialFileRole {
    let base: any SpecialFileRole
    let decorator: any EndpointDecorator

    func createSpecialFile(
        at path: RelativePath, kind: EntryKind, device: DeviceNumber?, metadata: Metadata
    ) throws(EndpointError) -> MetadataFields {
        try decorator.around(.createSpecialFile, path) { () throws(EndpointError) in
            try base.createSpecialFile(at: path, kind: kind, device: device, metadata: metadata)
        }
    }
}

struct DecoratedRenaming: RenamingRole {
    let base: any RenamingRole
    let decorator: any EndpointDecorator

    func rename(
        _ path: RelativePath, to newPath: RelativePath, on endpoint: (any Endpoint)?
    ) throws(EndpointError) {
        try decorator.around(.rename, path) { () throws(EndpointError) in
            try base.rename(path, to: newPath, on: endpoint)
        }
    }
}

struct DecoratedDurability: DurabilityRole {
    let base: any DurabilityRole
    let decorator: any EndpointDecorator

    func synchronize(_ files: [any StagedFile]) throws(EndpointError) {
        try decorator.around(.synchronizeFiles, nil) { () throws(EndpointError) in try base.synchronize(files) }
    }

    func synchronize(directories: [RelativePath]) throws(EndpointError) {
        try decorator.around(.synchronizeDirectories, nil) { () throws(EndpointError) in
            try base.synchronize(directories: directories)
        }
    }
}

struct DecoratedAccounts: AccountRole {
    let base: any AccountRole
    let decorator: any EndpointDecorator

    func name(of number: UInt32, _ kind: OwnershipMap.Kind) throws(EndpointError) -> String? {
        try decorator.around(.lookUpAccount, nil) { () throws(EndpointError) in try base.name(of: number, kind) }
    }

    func number(of name: String, _ kind: OwnershipMap.Kind) throws(EndpointError) -> UInt32? {
        try decorator.around(.lookUpAccount, nil) { () throws(EndpointError) in try base.number(of: name, kind) }
    }
}

struct DecoratedBatchRemoval: BatchRemovalRole {
    let base: any BatchRemovalRole
    let decorator: any EndpointDecorator

    var largestBatch: Int { base.largestBatch }

    func remove(_ paths: [RelativePath]) throws(EndpointError) -> [(RelativePath, EndpointError)] {
        try decorator.around(.removeBatch, nil) { () throws(EndpointError) in try base.remove(paths) }
    }
}

struct DecoratedDirectoryMarkers: DirectoryMarkerRole {
    let base: any DirectoryMarkerRole
    let decorator: any EndpointDecorator

    func mark(_ directory: RelativePath) throws(EndpointError) {
        try decorator.around(.createDirectory, directory) { () throws(EndpointError) in try base.mark(directory) }
    }

    func unmark(_ directories: [RelativePath]) throws(EndpointError) -> [(RelativePath, EndpointError)] {
        try decorator.around(.removeBatch, nil) { () throws(EndpointError) in try base.unmark(directories) }
    }
}

struct DecoratedLeftovers: LeftoverRole {
    let base: any LeftoverRole
    let decorator: any EndpointDecorator

    var clearsTreesByAge: Bool { base.clearsTreesByAge }
    var sparesByName: Bool { base.sparesByName }
    var isToldByListings: Bool { base.isToldByListings }

    func watch(_ name: [UInt8]) { base.watch(name) }

    func toldDirectories() -> [RelativePath] { base.toldDirectories() }

    func removeLeftovers(in directory: RelativePath) throws(EndpointError) -> Int {
        try decorator.around(.removeLeftovers, directory) { () throws(EndpointError) in
            try base.removeLeftovers(in: directory)
        }
    }

    func removeLeftovers(
        in directory: RelativePath, sparing spares: ([UInt8]) -> Bool
    ) throws(EndpointError) -> Int {
        try decorator.around(.removeLeftovers, directory) { () throws(EndpointError) in
            try base.removeLeftovers(in: directory, sparing: spares)
        }
    }
}

struct DecoratedVersions: VersionRole {
    let base: any VersionRole
    let decorator: any EndpointDecorator

    func versions(of path: RelativePath, after marker: VersionMarker?) throws(EndpointError) -> VersionPage {
        try decorator.around(.nextEntries, path) { () throws(EndpointError) in
            try base.versions(of: path, after: marker)
        }
    }
}

struct DecoratedDigests: DigestRole {
    let base: any DigestRole
    let decorator: any EndpointDecorator

    var algorithms: [DigestAlgorithm] { base.algorithms }
    var areKept: Bool { base.areKept }

    func digest(
        of entry: Entry, range: ByteRange?, by algorithm: DigestAlgorithm
    ) throws(EndpointError) -> OfferedDigest? {
        try decorator.around(.digest, entry.path) { () throws(EndpointError) in
            try base.digest(of: entry, range: range, by: algorithm)
        }
    }

    func partedDigest(of entry: Entry) -> PartedDigest? { base.partedDigest(of: entry) }
}

struct DecoratedSignatures: SignatureRole {
    let base: any SignatureRole
    let decorator: any EndpointDecorator

    func signature(
        of entry: Entry, blockSize: Int
    ) throws(EndpointError) -> any ByteReader {
        let reader = try decorator.around(.openSignature, entry.path) { () throws(EndpointError) in
            try base.signature(of: entry, blockSize: blockSize)
        }
        return DecoratedReader(reader, of: entry.path, by: decorator)
    }
}

struct DecoratedRangeReads: RangeReadRole {
    let base: any RangeReadRole
    let decorator: any EndpointDecorator

    var rangeCost: Int64 { base.rangeCost }

    func read(_ entry: Entry, ranges: [ByteRange]) throws(EndpointError) -> any ByteReader {
        let reader = try decorator.around(.openReader, entry.path) { () throws(EndpointError) in
            try base.read(entry, ranges: ranges)
        }
        return DecoratedReader(reader, of: entry.path, by: decorator)
    }
}
