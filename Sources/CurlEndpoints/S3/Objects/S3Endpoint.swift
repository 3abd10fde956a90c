public import FerryCore
public import FerryEndpoints

/// A bucket, or what lies below a prefix of it. Directories are the parts of keys that end in slashes; a directory without
/// anything in it exists only where some other program left an object for it.
public struct S3Endpoint: Endpoint {
    let client: S3Client
    /// What all keys begin with: empty, or ending in a slash.
    let prefix: [UInt8]
    private let sight: RootSight

    /// - Parameters:
    ///   - path: The prefix, without slashes at its ends.
    ///   - sight: What other endpoints of the same prefix saw.
    ///   - log: Told of requests, with others who share it.
    ///   - memory: Of earlier runs; nil where nothing is remembered.
    public init(
        bucket: String, path: [UInt8], settings: S3Settings, credentials: any CredentialSource, engine: CurlEngine,
        sight: RootSight = RootSight(), log: RequestLog = RequestLog(), memory: (any CopyMemory)? = nil
    ) throws(S3Address.Refused) {
        self.sight = sight
        let address = try S3Address(
            bucket: bucket, settings: settings, region: settings.region ?? S3Settings.defaultRegion)
        client = S3Client(
            address, settings, credentials: credentials, engine: engine, log: log, memory: memory)
        prefix = Self.prefix(path)
    }

    private init(_ client: S3Client, prefix: [UInt8]) {
        sight = RootSight()
        self.client = client
        self.prefix = prefix
    }

    private static func prefix(_ path: [UInt8]) -> [UInt8] {
        path.isEmpty ? [] : path + [RelativePath.separator]
    }

    public var location: String {
        let shown = DisplayName.escaping(prefix.dropLast())
        return "s3://\(client.address.bucket)\(shown.isEmpty ? "" : "/")\(shown)"
    }

    /// Limits of Amazon's ("Multipart upload limits", "Naming Amazon S3 objects").
    public var capabilities: Capabilities {
        Capabilities(
            timePrecision: .nanosecond, metadataKept: ObjectMetadata.kept, directories: .simulated,
            replacesAtomically: true, rangedReads: true, writeOrder: .sequential,
            composition: client.refusedCopiesBefore ? .none : Self.composition,
            digestsStaged: true, writesInPlace: false,
            names: NameRules(longestName: Self.longestKey, longestPath: Self.longestKey, mustBeUTF8: true),
            listsMetadata: false, tellsAbsence: false, advisedConnections: 32,
            largestFile: PartPlan.largest * Int64(PartPlan.mostParts))
    }

    private static let composition = Capabilities.Composition.parts(
        minimum: PartPlan.smallest, maximum: PartPlan.largestCopy, count: PartPlan.mostParts)

    /// The bucket, by whatever settings it is reached.
    public var identitySpace: String { "\(client.address.store) \(client.address.bucket)" }

    public func absoluteName(of path: RelativePath) -> [UInt8]? {
        path.isRoot ? prefix.dropLast() : prefix + path.bytes
    }

    public func copies(from source: any Endpoint) -> Bool {
        guard let source = source.undecorated as? S3Endpoint, !client.refusesCopies else { return false }
        return source.client.sharesStore(with: client)
    }

    public func takeRequests() -> [String: Int] { client.takeRequests() }
    public var batchRemoval: (any BatchRemovalRole)? { S3BatchRemoval(endpoint: self) }
    public var directoryMarkers: (any DirectoryMarkerRole)? { S3DirectoryMarkers(endpoint: self) }
    public var versions: (any VersionRole)? { S3Versions(endpoint: self) }
    public var leftovers: (any LeftoverRole)? { S3Leftovers(endpoint: self) }
    public var digests: (any DigestRole)? { S3Digests(endpoint: self) }

    /// In bytes.
    private static let longestKey = 1024

    /// The key of a path. Refused where keys cannot be like that.
    func key(_ path: RelativePath, _ operation: EndpointError.Operation) throws(EndpointError) -> [UInt8] {
        let key = prefix + path.bytes
        let length = Self.longestKey
        let reason: String? =
            if key.count > length {
                "a key has at most \(length) bytes, and this one would have \(key.count)"
            } else if String(validating: key, as: UTF8.self) == nil {
                "the name is no UTF-8, as keys have to be"
            } else { nil }
        guard let reason else { return key }
        throw EndpointError(.nameNotAllowed, operation, path: path, location: location, reason: reason)
    }

    // MARK: Looking

    public func entry(at path: RelativePath) throws(EndpointError) -> Entry? {
        // What cannot be a key is not there.
        guard let key = try? key(path, .look) else { return nil }
        do throws(S3Failure) {
            if !path.isRoot, let object = try object(key, path) { return object }
            return try isDirectory(key, path) ? Entry(path: path, kind: .directory) : nil
        } catch {
            throw error.error(.look, path, at: location)
        }
    }

    public func file(at path: RelativePath) throws(EndpointError) -> Entry? {
        guard !path.isRoot, let key = try? key(path, .look) else { return nil }
        do throws(S3Failure) {
            return try object(key, path)
        } catch {
            throw error.error(.look, path, at: location)
        }
    }

    /// The object of a key; nil when there is none.
    func object(_ key: [UInt8], _ path: RelativePath) throws(S3Failure) -> Entry? {
        guard let head = try client.head(of: key) else { return nil }
        guard let entry = Entry(object: path, head) else {
            throw S3Failure(.protocolViolation, "the server does not say how long the object is")
        }
        return entry
    }

    /// A bucket that is there is the root, even an empty one.
    private func isDirectory(_ key: [UInt8], _ path: RelativePath) throws(S3Failure) -> Bool {
        if path.isRoot && sight.isSeen { return true }
        let prefix = path.isRoot ? self.prefix : key + [RelativePath.separator]
        let page = try ListingPage.fetch(prefix: prefix, limit: 1, from: client)
        let isThere = prefix.isEmpty || page.keys.count > 0
        if path.isRoot && isThere { sight.note() }
        return isThere
    }

    public func list(_ request: ListingRequest) throws(EndpointError) -> any Listing {
        try S3Listing(request, of: self)
    }

    public func read(_ entry: Entry, range: ByteRange?) throws(EndpointError) -> any ByteReader {
        try S3Reader(entry, range: range, of: self)
    }

    // MARK: Changing

    public func stage(_ request: StageRequest) throws(EndpointError) -> any StagedFile {
        if case .inPlace = request.placement {
            throw EndpointError(
                .unsupported, .write, path: request.path, location: location,
                reason: "objects are replaced, not changed")
        }
        return try S3StagedFile(request, on: self)
    }

    public func createDirectory(at path: RelativePath, metadata: Metadata) {}

    /// Nobody is told whether there was one. For a directory, an object that stands for it goes.
    public func remove(_ path: RelativePath, kind: EntryKind) throws(EndpointError) {
        var key = try key(path, .remove)
        if kind.isDirectory { key.append(RelativePath.separator) }
        do throws(S3Failure) {
            _ = try client.perform(S3Request(.delete, key: key))
        } catch {
            throw error.error(.remove, path, at: location)
        }
    }

    public func apply(
        _ metadata: Metadata, to path: RelativePath, kind: EntryKind
    ) throws(EndpointError) -> MetadataFields {
        if kind.isDirectory { return metadata.fields }
        let lost = try MetadataChange(metadata, path: path, endpoint: self).make().lost
        return metadata.fields.subtracting(ObjectMetadata.kept).union(lost)
    }

    public func sibling(at path: [UInt8]) throws(EndpointError) -> any Endpoint {
        let isAbsolute = path.first == RelativePath.separator
        var names = isAbsolute ? [] : prefix.split(separator: RelativePath.separator).map(Array.init)
        for name in path.split(separator: RelativePath.separator).map(Array.init) {
            if name.elementsEqual("..".utf8) {
                _ = names.popLast()
            } else if !name.elementsEqual(".".utf8) {
                names.append(name)
            }
        }
        return S3Endpoint(client, prefix: Self.prefix(Array(names.joined(separator: [RelativePath.separator]))))
    }

    public func close() {}
}
