internal import FerryCore

extension Call {
    /// The content of the message that makes this call.
    var encoded: [UInt8] {
        var writer = WireWriter()
        encode(into: &writer)
        return writer.bytes
    }

    private func encode(into writer: inout WireWriter) {
        switch self {
        case .ping: writer.put(byte: CallNumber.ping.rawValue)
        case .compress(let compression):
            writer.put(byte: CallNumber.compress.rawValue)
            writer.put(compression)
        case .open(let endpoint, let path, let options):
            writer.begin(.open, endpoint) {
                $0.put(path)
                $0.put(byte: options.rawValue)
            }
        case .close(let endpoint): writer.begin(.close, endpoint) { _ in }
        case .look(let endpoint, let path): writer.begin(.look, endpoint) { $0.put(path) }
        case .list(let endpoint, let order): writer.begin(.list, endpoint) { $0.put(order) }
        case .read(let endpoint, let entry, let range):
            writer.begin(.read, endpoint) {
                $0.put(entry)
                $0.put(optional: range) { $0.put($1) }
            }
        case .digest(let endpoint, let entry, let range, let algorithm):
            writer.begin(.digest, endpoint) {
                $0.put(entry)
                $0.put(optional: range) { $0.put($1) }
                $0.put(algorithm.rawValue)
            }
        case .sign(let endpoint, let entry, let blockSize):
            writer.begin(.sign, endpoint) {
                $0.put(entry)
                $0.put(UInt64(blockSize))
                // An agent that could do otherwise is asked for cryptographic hashes.
                $0.put(true)
            }
        case .nameOfAccount(let endpoint, let kind, let number):
            writer.begin(.nameOfAccount, endpoint) {
                $0.put(kind == .group)
                $0.put(number)
            }
        case .numberOfAccount(let endpoint, let kind, let name):
            writer.begin(.numberOfAccount, endpoint) {
                $0.put(kind == .group)
                $0.put(name)
            }
        default:
            if file != nil { encodeFileCall(into: &writer) } else { encodeChange(into: &writer) }
        }
    }

    private func encodeChange(into writer: inout WireWriter) {
        switch self {
        case .createDirectory(let endpoint, let path, let metadata):
            writer.begin(.createDirectory, endpoint) { $0.put(path, metadata) }
        case .remove(let endpoint, let path, let kind):
            writer.begin(.remove, endpoint) {
                $0.put(path)
                $0.put(byte: kind.rawValue)
            }
        case .removeBatch(let endpoint, let paths): writer.begin(.removeBatch, endpoint) { $0.put(paths) }
        case .removeLeftovers(let endpoint, let path): writer.begin(.removeLeftovers, endpoint) { $0.put(path) }
        case .apply(let endpoint, let metadata, let path, let kind):
            writer.begin(.apply, endpoint) {
                $0.put(path, metadata)
                $0.put(byte: kind.rawValue)
            }
        case .createSymlink(let endpoint, let path, let target, let metadata):
            writer.begin(.createSymlink, endpoint) {
                $0.put(path, metadata)
                $0.put(target)
            }
        case .createHardLink(let endpoint, let path, let existing, let other):
            writer.begin(.createHardLink, endpoint) { $0.put(path, existing, on: other) }
        case .createSpecialFile(let endpoint, let path, let kind, let device, let metadata):
            writer.begin(.createSpecialFile, endpoint) {
                $0.put(path, metadata)
                $0.put(byte: kind.rawValue)
                $0.put(optional: device) { $0.put($1) }
            }
        case .rename(let endpoint, let path, let newPath, let other):
            writer.begin(.rename, endpoint) { $0.put(path, newPath, on: other) }
        case .synchronizeFiles(let endpoint, let files):
            writer.begin(.synchronizeFiles, endpoint) {
                $0.put(UInt64(files.count))
                for file in files { $0.put(file.value) }
            }
        case .synchronizeDirectories(let endpoint, let paths):
            writer.begin(.synchronizeDirectories, endpoint) { $0.put(paths) }
        default: preconditionFailure("encoded elsewhere")
        }
    }

    private func encodeFileCall(into writer: inout WireWriter) {
        switch self {
        case .stage(let endpoint, let file, let order):
            writer.begin(.stage, file) {
                $0.put(endpoint.value)
                $0.put(order)
            }
        case .write(let file, let offset, let bytes):
            writer.begin(.write, file) {
                $0.put(UInt64(offset))
                $0.put(rest: bytes)
            }
        case .copy(let file, let range, let entry, let offset):
            writer.begin(.copy, file) {
                $0.put(range)
                $0.put(entry)
                $0.put(UInt64(offset))
            }
        case .hole(let file, let range): writer.begin(.hole, file) { $0.put(range) }
        case .readBack(let file): writer.begin(.readBack, file) { _ in }
        case .digestStaged(let file, let algorithm): writer.begin(.digestStaged, file) { $0.put(algorithm.rawValue) }
        case .checkpoint(let file): writer.begin(.checkpoint, file) { _ in }
        case .synchronize(let file): writer.begin(.synchronize, file) { _ in }
        case .commit(let file, let metadata, let length, let digest):
            writer.begin(digest == nil ? .commit : .commitChecked, file) {
                $0.put(metadata)
                $0.put(UInt64(length))
                if let digest {
                    $0.put(digest.algorithm.rawValue)
                    $0.put(digest.bytes)
                }
            }
        case .keep(let file, let path): writer.begin(.keep, file) { $0.put(path) }
        case .discard(let file): writer.begin(.discard, file) { _ in }
        case .release(let file): writer.begin(.release, file) { _ in }
        default: preconditionFailure("encoded elsewhere")
        }
    }

    /// What comes before the bytes of a `write`, which need not be gathered with it.
    static func writeHead(_ file: FileNumber, at offset: Int64) -> [UInt8] {
        Call.write(file, at: offset, []).encoded
    }
}

extension WireWriter {
    fileprivate mutating func begin(
        _ call: CallNumber, _ endpoint: EndpointNumber, _ arguments: (inout WireWriter) -> Void
    ) {
        put(byte: call.rawValue)
        put(endpoint.value)
        arguments(&self)
    }

    fileprivate mutating func begin(
        _ call: CallNumber, _ file: FileNumber, _ arguments: (inout WireWriter) -> Void
    ) {
        put(byte: call.rawValue)
        put(file.value)
        arguments(&self)
    }

    fileprivate mutating func put(_ path: RelativePath, _ metadata: Metadata) {
        put(path)
        put(metadata)
    }

    fileprivate mutating func put(_ path: RelativePath, _ other: RelativePath, on endpoint: EndpointNumber) {
        put(path)
        put(other)
        put(endpoint.value)
    }

    fileprivate mutating func put(_ paths: [RelativePath]) {
        put(UInt64(paths.count))
        for path in paths { put(path) }
    }

    fileprivate mutating func put(_ compression: StreamCompression) {
        put(compression.algorithm.rawValue)
        put(Int64(compression.level))
        put(UInt64(compression.incompressible.suffixes.count))
        for suffix in compression.incompressible.suffixes { put(suffix) }
    }

    fileprivate mutating func put(_ order: ListingOrder) {
        put(order.directory)
        put(order.recursive)
        put(byte: UInt8(LinkPolicyNumber.all.firstIndex(of: order.links)!))
        put(order.oneFileSystem)
    }

    fileprivate mutating func put(_ order: StageOrder) {
        put(order.path)
        put(optional: order.size) { $0.put(UInt64($1)) }
        put(optional: order.resuming) { $0.put($1) }
        switch order.placement {
        case .beside: put(byte: 0)
        case .directory(let endpoint):
            put(byte: 1)
            put(endpoint.value)
        case .inPlace(let keepsContent): put(byte: keepsContent ? 3 : 2)
        }
    }
}
