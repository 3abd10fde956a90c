import FerryCore
import FerryEndpoints
import Glibc
import Harness

@testable import LocalEndpoint

/// A local endpoint on a fresh directory, and short ways to fill it and look at it.
struct Scratch: ~Copyable {
    let directory = TemporaryDirectory()
    let endpoint: LocalEndpoint
    /// The endpoint's root, in the temporary directory so that there is an outside.
    let root: String

    init(options: LocalOptions = LocalOptions()) {
        root = directory.path + "/root"
        mkdir(root, 0o755)
        endpoint = LocalEndpoint(root: root, options: options)
    }

    /// The path of something in the temporary directory, outside the root.
    func outside(_ name: String) -> String { directory.path + "/" + name }

    func write(_ text: String, to path: String) throws {
        let staged = try endpoint.stage(StageRequest(path: relative(path)))
        try staged.write(text)
        _ = try staged.commit(metadata: Metadata(), length: Int64(text.utf8.count))
    }

    func read(_ path: String) throws -> String {
        let entry = try endpoint.entry(at: relative(path))!
        return String(decoding: try endpoint.read(entry, range: nil).readAll(), as: UTF8.self)
    }

    func makeDirectory(_ path: String) throws {
        try endpoint.createDirectory(at: relative(path), metadata: Metadata())
    }

    /// What a listing shows: paths, directories with a slash, failures with an exclamation mark and their code.
    func list(_ request: ListingRequest = ListingRequest()) throws -> [String] {
        let listing = try endpoint.list(request)
        var names = [String]()
        while let items = try listing.next() { names += items.map(\.summary) }
        return names
    }
}

/// Names in tests are known to be valid.
func relative(_ path: String) -> RelativePath {
    try! RelativePath(validating: path)
}

extension ListedItem {
    var summary: String {
        switch self {
        case .entry(let entry): "\(entry.path)\(entry.isDirectory ? "/" : "")"
        case .failure(let error, let path, let subtree): "!\(path)\(subtree ? "/" : "") \(error.code)"
        }
    }
}

extension StagedFile {
    func write(_ text: String, at offset: Int64 = 0) throws {
        let bytes = Array(text.utf8)
        try bytes.withUnsafeBytes { try write($0, at: offset) }
    }
}

extension ByteReader {
    func readAll() throws -> [UInt8] {
        var bytes = [UInt8]()
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 64 * 1024, alignment: 8)
        defer { buffer.deallocate() }
        while case let count = try read(into: buffer), count > 0 { bytes += buffer[..<count] }
        return bytes
    }
}

/// The code of the endpoint error that the body throws; nil when it throws none.
func code(_ body: () throws -> Void) -> EndpointError.Code? {
    do {
        try body()
        return nil
    } catch {
        return (error as? EndpointError)?.code
    }
}
