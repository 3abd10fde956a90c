internal import FerryCore
internal import FerryEndpoints
internal import FerryManifest

/// The tag files that BagIt gives a meaning, as they lie in the base directory of a bag.
struct BagFiles {
    private(set) var declaration: Entry?
    private var info: Entry?
    private var packageInfo: Entry?
    private(set) var fetch: Entry?
    private(set) var manifests: [(entry: Entry, content: BagManifestReader.Content)] = []
    private(set) var hasPayload = false
    /// Manifests of algorithms that are not known here.
    private(set) var unknown: [String] = []

    private let endpoint: any Endpoint

    init(_ endpoint: any Endpoint) throws(EndpointError) {
        self.endpoint = endpoint
        let listing = try endpoint.list(ListingRequest(recursive: false))
        defer { listing.cancel() }
        while let items = try listing.next() {
            for item in items {
                switch item {
                case .entry(let entry): add(entry)
                case .failure(let error, _, _): throw error
                }
            }
        }
    }

    private mutating func add(_ entry: Entry) {
        if entry.isDirectory {
            hasPayload = hasPayload || entry.path == BagPath.payload
            return
        }
        switch "\(entry.path)" {
        case BagDeclaration.fileName: declaration = entry
        case "bag-info.txt": info = entry
        case "package-info.txt": packageInfo = entry
        case "fetch.txt": fetch = entry
        case let name where name.hasSuffix(".txt") && name.contains("manifest-"):
            if let word = name.suffix(after: "tagmanifest-") {
                addManifest(entry, word) { .tags($0) }
            } else if let word = name.suffix(after: "manifest-") {
                addManifest(entry, word) { .payload($0) }
            }
        default: break
        }
    }

    /// - Parameter word: The algorithm's name and `.txt`.
    private mutating func addManifest(
        _ entry: Entry, _ word: Substring, _ content: (DigestAlgorithm) -> BagManifestReader.Content
    ) {
        // RFC 8493, section 2.4: in lower case, and nothing but letters and digits.
        let name = word.dropLast(4).lowercased().filter { $0 != "-" }
        if let algorithm = DigestAlgorithm(rawValue: name), Dialect.bagit.possibleAlgorithms!.contains(algorithm) {
            manifests.append((entry, content(algorithm)))
        } else {
            unknown.append("\(entry.path)")
        }
    }

    /// What says how much the payload holds, under the name that it has in this version.
    func info(_ version: BagVersion) -> Entry? { version.hasPackageInfo ? packageInfo : info }

    /// A tag file as text; what cannot be read is an error with its name.
    func text(of entry: Entry, _ encoding: TagEncoding, dropsMark: Bool = true) throws(ManifestError) -> TagText {
        do throws(EndpointError) {
            if entry.kind != .file {
                throw EndpointError(
                    .unsupported, .read, path: entry.path, location: endpoint.location,
                    reason: "it is a \(entry.kind.noun), and a tag file of a bag has to be a file")
            }
            let stream = ReaderStream(try endpoint.read(entry, range: nil), length: entry.size)
            return TagText(stream, encoding, dropsMark: dropsMark)
        } catch {
            throw .reading(error)
        }
    }
}

extension String {
    fileprivate func suffix(after start: String) -> Substring? {
        hasPrefix(start) ? dropFirst(start.count) : nil
    }
}
