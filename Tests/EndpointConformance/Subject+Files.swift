import FerryCore
import FerryEndpoints

extension Subject {
    /// A path of the test's own, known to be valid.
    func path(_ text: String) -> RelativePath { RelativePath(unchecked: Array(text.utf8)) }

    /// Writes a whole file, with the directories above it.
    @discardableResult
    func put(_ name: String, _ content: String = "content", metadata: Metadata = Metadata()) throws -> Committed {
        try put(path(name), Array(content.utf8), metadata: metadata)
    }

    @discardableResult
    func put(_ path: RelativePath, _ content: [UInt8], metadata: Metadata = Metadata()) throws -> Committed {
        try makeDirectory(path.parent ?? .root)
        let file = try stage(path, size: content.count)
        try file.write(content, at: 0)
        return try file.commit(metadata: metadata, length: Int64(content.count))
    }

    func stage(_ name: String) throws -> any StagedFile { try stage(path(name), size: nil) }

    func stage(_ path: RelativePath, size: Int?) throws -> any StagedFile {
        try endpoint.stage(StageRequest(path: path, size: size.map(Int64.init)))
    }

    /// Makes a directory and those above it, where they are missing.
    func makeDirectory(_ path: RelativePath) throws {
        guard hasRealDirectories, let parent = path.parent, try endpoint.entry(at: path) == nil else { return }
        try makeDirectory(parent)
        do {
            try endpoint.createDirectory(at: path, metadata: Metadata())
        } catch let error where error.code == .alreadyExists {
            // Another thread of the test was faster.
        }
    }

    func makeDirectory(_ name: String) throws { try makeDirectory(path(name)) }

    func entry(_ name: String) throws -> Entry? { try endpoint.entry(at: path(name)) }

    /// The entry, which must be there.
    func found(_ name: String) throws -> Entry {
        guard let entry = try entry(name) else { throw Missing(name: name) }
        return entry
    }

    func content(_ name: String) throws -> String { String(decoding: try bytes(of: found(name)), as: UTF8.self) }

    /// What a reader delivers, in reads of `step` bytes, up to its end and proven to be one version.
    func bytes(of entry: Entry, _ range: ByteRange? = nil, step: Int = 1000) throws -> [UInt8] {
        let reader = try endpoint.read(entry, range: range)
        let bytes = try reader.drain(step: step)
        try reader.verifyUnchanged()
        return bytes
    }

    /// Everything below a directory, and whether anything failed.
    func list(_ request: ListingRequest = ListingRequest()) throws -> [ListedItem] {
        let listing = try endpoint.list(request)
        var items: [ListedItem] = []
        while let page = try listing.next() {
            if page.isEmpty { throw Missing(name: "entries of a page") }
            items += page
        }
        return items
    }

    /// The listed paths, directories with a slash; failures with an exclamation mark.
    func names(_ request: ListingRequest = ListingRequest()) throws -> [String] {
        try list(request).map(\.text)
    }

    struct Missing: Error {
        let name: String
    }
}

extension StagedFile {
    func write(_ content: [UInt8], at offset: Int64) throws {
        // Typed throws do not pass through `withUnsafeBytes`.
        try content.withUnsafeBytes { try write($0, at: offset) }
    }

    func write(_ content: String, at offset: Int64 = 0) throws { try write(Array(content.utf8), at: offset) }
}

extension ByteReader {
    func drain(step: Int) throws -> [UInt8] {
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: step)
        while true {
            let count = try buffer.withUnsafeMutableBytes { try read(into: $0) }
            if count == 0 { return bytes }
            bytes += buffer[..<count]
        }
    }
}

extension ListedItem {
    var path: RelativePath {
        switch self {
        case .entry(let entry): entry.path
        case .failure(_, let path, _): path
        }
    }

    var entry: Entry? {
        if case .entry(let entry) = self { entry } else { nil }
    }

    var text: String {
        switch self {
        case .entry(let entry): "\(entry.path)\(entry.isDirectory ? "/" : "")"
        case .failure(_, let path, _): "\(path)!"
        }
    }
}
