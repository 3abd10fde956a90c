internal import FerryCore

/// The fields of one line of a native manifest, of which kind soever. Fields that are not known mean nothing.
struct NativeLine {
    private let number: Int
    private var version: Int64?
    private var path: [UInt8]?
    private var exactPath: [UInt8]?
    private var target: [UInt8]?
    private var exactTarget: [UInt8]?
    private var kind: EntryKind?
    private var size: Int64?
    private var modified: Timestamp?
    private var permissions: UInt16?
    private var lineCount: Int64?
    private var digests: [Digest] = []
    private var algorithms: [[UInt8]] = []
    private var options: [[UInt8]] = []
    private var created: Timestamp?
    private var root: [UInt8]?
    private var exactRoot: [UInt8]?
    private var entries: Int64?
    private var files: Int64?
    private var complete: Bool?

    init(_ text: UnsafeRawBufferPointer, line number: Int) throws(ManifestError) {
        self.number = number
        do throws(JSONScanner.Failure) {
            var scanner = try JSONScanner(text)
            var names: Set<[UInt8]> = []
            while let name = try scanner.nextKey() {
                guard names.insert(Array(name)).inserted else { throw .init(text: "a field that comes twice") }
                try take(name, &scanner)
            }
        } catch {
            throw .damaged(line: number, .malformed(error.text))
        }
    }

    /// The fields of entries first: there are a million of these lines to a header.
    private mutating func take(_ key: UnsafeRawBufferPointer, _ scanner: inout JSONScanner) throws(JSONScanner.Failure)
    {
        if key.equals("path") {
            path = try scanner.string()
        } else if key.equals("kind") {
            let word = try scanner.plainString()
            kind = word.equals("file") ? .file : EntryKind(name: word)
            if kind == nil { throw .init(text: "a kind of entry that is not known here") }
        } else if key.equals("size") {
            size = try count(&scanner)
        } else if key.equals("mtime") {
            modified = try time(&scanner)
        } else if key.equals("mode") {
            permissions = try mode(&scanner)
        } else if let algorithm = DigestAlgorithm(jsonName: key) {
            try takeDigest(algorithm, &scanner)
        } else if key.equals("check") {
            try scanner.skip()
        } else {
            try takeRare(key, &scanner)
        }
    }

    private mutating func takeRare(
        _ key: UnsafeRawBufferPointer, _ scanner: inout JSONScanner
    ) throws(JSONScanner.Failure) {
        switch String(decoding: key, as: UTF8.self) {
        case "path_bytes": exactPath = try base64(&scanner)
        case "target": target = try scanner.string()
        case "target_bytes": exactTarget = try base64(&scanner)
        case "lines": lineCount = try count(&scanner)
        case "entries": entries = try count(&scanner)
        case "files": files = try count(&scanner)
        case "complete": complete = try scanner.boolean()
        case "ferry_manifest": version = try scanner.integer()
        case "algorithms": algorithms = try scanner.strings()
        case "options": options = try scanner.strings()
        case "root": root = try scanner.string()
        case "root_bytes": exactRoot = try base64(&scanner)
        case "created": created = try time(&scanner)
        default: try scanner.skip()
        }
    }

    private mutating func takeDigest(
        _ algorithm: DigestAlgorithm, _ scanner: inout JSONScanner
    ) throws(JSONScanner.Failure) {
        guard let digest = Digest(algorithm: algorithm, hexadecimal: try scanner.plainString()) else {
            throw .init(text: "a \(algorithm.rawValue) digest that is none")
        }
        digests.append(digest)
    }

    private func count(_ scanner: inout JSONScanner) throws(JSONScanner.Failure) -> Int64 {
        let value = try scanner.integer()
        if value < 0 { throw .init(text: "a negative number") }
        return value
    }

    private func time(_ scanner: inout JSONScanner) throws(JSONScanner.Failure) -> Timestamp {
        guard let time = Timestamp(decimal: try scanner.plainString()) else { throw .init(text: "a time that is none") }
        return time
    }

    private func mode(_ scanner: inout JSONScanner) throws(JSONScanner.Failure) -> UInt16 {
        let digits = try scanner.plainString()
        guard !digits.isEmpty, digits.count <= 4, digits.allSatisfy({ $0 & 0xF8 == 0x30 }) else {
            throw .init(text: "a mode that is not octal")
        }
        return digits.reduce(0) { $0 << 3 | UInt16($1 & 7) }
    }

    private func base64(_ scanner: inout JSONScanner) throws(JSONScanner.Failure) -> [UInt8] {
        guard let bytes = Base64.decode(try scanner.plainString()) else {
            throw .init(text: "bytes that are not Base64")
        }
        return bytes
    }

    // MARK: Kinds of lines

    func header() throws(ManifestError) -> NativeHeader {
        guard let version else { throw malformed("this is no manifest of ferry") }
        if version != NativeHeader.version { throw .damaged(line: number, .unsupportedVersion(Int(version))) }
        var known: [DigestAlgorithm] = []
        for name in algorithms {
            guard let algorithm = DigestAlgorithm(rawValue: String(decoding: name, as: UTF8.self)) else {
                throw malformed("the digest '\(DisplayName.escaping(name))' is not known here")
            }
            known.append(algorithm)
        }
        return NativeHeader(
            algorithms: known, root: exactRoot ?? root, options: options.map { String(decoding: $0, as: UTF8.self) },
            created: created)
    }

    var isTrailer: Bool { entries != nil && path == nil && exactPath == nil }

    func trailer() throws(ManifestError) -> (NativeTrailer, digest: [UInt8]) {
        guard let entries, let files, let size, let complete, let digest = digests.first, digest.algorithm == .sha256
        else { throw malformed("the last line lacks a count, 'complete' or 'sha256'") }
        var trailer = NativeTrailer()
        (trailer.entries, trailer.files, trailer.size, trailer.isComplete) = (entries, files, size, complete)
        return (trailer, digest.bytes)
    }

    func record() throws(ManifestError) -> Record {
        guard let bytes = exactPath ?? path else { throw malformed("there is no path") }
        guard let kind else { throw malformed("there is no kind") }
        if kind != .file && (size != nil || lineCount != nil || !digests.isEmpty) {
            throw malformed("an entry that is no file has content")
        }
        return Record(
            path: try RelativePath(manifest: bytes, line: number), kind: kind, size: size, modified: modified,
            permissions: permissions, digests: digests, lineCount: lineCount, linkTarget: exactTarget ?? target)
    }

    private func malformed(_ what: String) -> ManifestError { .damaged(line: number, .malformed(what)) }
}

extension RelativePath {
    /// A path as a manifest names it, which never leads out of the root. An empty one is the root.
    init(manifest bytes: [UInt8], line: Int) throws(ManifestError) {
        do throws(PathError) {
            try self.init(validating: bytes)
        } catch {
            throw .damaged(line: line, .unsafePath(error.path))
        }
    }
}
