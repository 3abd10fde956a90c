public import FerryCore
public import FerryEndpoints
internal import FerryManifest

/// A place whose trees are told by manifests in them: exact, with one request, and whether or not the server lists
/// directories. Where there is none, the place lists itself.
///
/// What a manifest says counts: files have its sizes and times, and content that has another size or digest is refused.
public struct CataloguedEndpoint: EndpointDecorator {
    public let base: any Endpoint
    private let name: [UInt8]
    private let isRequired: Bool
    private let words: Words

    /// What is taken from a manifest.
    public enum Words: Sendable {
        case everything
        /// What there is; all else is asked of the place. For proofs: a manifest would else be compared with itself.
        case names
    }

    /// By which a manifest is found that nobody named.
    public static let usualName = Array("index.ferrymanifest".utf8)

    /// - Parameter name: Of the manifest or check file in a directory that is listed, which must be there; nil looks for
    ///   the usual one.
    public init(_ base: any Endpoint, named name: [UInt8]? = nil, believing words: Words = .everything) {
        self.base = base
        self.name = name ?? Self.usualName
        isRequired = name != nil
        self.words = words
    }

    public func around<Result>(
        _ call: EndpointCall, _ path: RelativePath?, _ body: () throws(EndpointError) -> Result
    ) throws(EndpointError) -> Result { try body() }

    public func decorating(_ sibling: any Endpoint) -> any Endpoint { sibling }

    public func list(_ request: ListingRequest) throws(EndpointError) -> any Listing {
        let path = request.directory.appending(try manifestName(request))
        guard let manifest = try base.entry(at: path), manifest.kind == .file else {
            if isRequired { throw EndpointError(.notFound, .read, path: path, location: location) }
            return try base.list(request)
        }
        return try CatalogueListing(request, by: manifest, on: base, believing: words)
    }

    public func read(_ entry: Entry, range: ByteRange?) throws(EndpointError) -> any ByteReader {
        guard let digest = entry.digest else { return try base.read(entry, range: range) }
        return try DigestedReader(entry, range: range, digest, at: location) { () throws(EndpointError) in
            try base.read(entry, range: range)
        }
    }

    private func manifestName(_ request: ListingRequest) throws(EndpointError) -> RelativePath {
        do throws(PathError) {
            return try RelativePath(validating: name)
        } catch {
            throw EndpointError(
                .nameNotAllowed, .list, path: request.directory, location: location,
                reason: "a manifest lies in the directory that it describes, or below it")
        }
    }
}
