internal import FerryCore
internal import FerryEndpoints

extension Call {
    /// Reads the content of a message that makes a call.
    static func decode(_ content: ArraySlice<UInt8>) throws(ConnectionFailure) -> Call {
        var reader = WireReader(content)
        guard let number = CallNumber(rawValue: try reader.byte()) else { throw .violation("an unknown call") }
        if number == .ping { return .ping }
        if number == .compress { return .compress(try reader.compression()) }
        let target = try reader.number(as: UInt32.self)
        let call =
            switch number {
            case .stage, .write, .copy, .hole, .readBack, .digestStaged, .checkpoint, .synchronize, .commit,
                .commitChecked, .keep, .discard, .release:
                try decode(number, FileNumber(value: target), &reader)
            default: try decode(number, EndpointNumber(value: target), &reader)
            }
        try reader.end()
        return call
    }

    private static func decode(
        _ number: CallNumber, _ endpoint: EndpointNumber, _ reader: inout WireReader
    ) throws(ConnectionFailure) -> Call {
        switch number {
        case .open: .open(endpoint, path: Array(try reader.text()), TreeOptions(rawValue: try reader.byte()))
        case .close: .close(endpoint)
        case .look: .look(endpoint, try reader.path())
        case .list: .list(endpoint, try reader.listingOrder())
        case .read: .read(endpoint, try reader.entry(), try reader.optionalRange())
        case .digest:
            .digest(endpoint, try reader.entry(), try reader.optionalRange(), try reader.algorithm())
        case .sign: try decodeSign(endpoint, &reader)
        case .nameOfAccount:
            .nameOfAccount(endpoint, try reader.flag() ? .group : .user, try reader.number(as: UInt32.self))
        case .numberOfAccount: .numberOfAccount(endpoint, try reader.flag() ? .group : .user, try reader.string())
        default: try decodeChange(number, endpoint, &reader)
        }
    }

    /// Hashes that are not cryptographic are not made for anyone.
    private static func decodeSign(
        _ endpoint: EndpointNumber, _ reader: inout WireReader
    ) throws(ConnectionFailure) -> Call {
        let call = Call.sign(endpoint, try reader.entry(), blockSize: try reader.number(as: Int.self))
        _ = try reader.flag()
        return call
    }

    private static func decodeChange(
        _ number: CallNumber, _ endpoint: EndpointNumber, _ reader: inout WireReader
    ) throws(ConnectionFailure) -> Call {
        switch number {
        case .removeBatch: return .removeBatch(endpoint, try reader.paths())
        case .synchronizeDirectories: return .synchronizeDirectories(endpoint, try reader.paths())
        case .synchronizeFiles: return .synchronizeFiles(endpoint, try reader.files())
        case .apply:
            let path = try reader.path()
            return .apply(endpoint, try reader.metadata(), path, try reader.kind())
        default: break
        }
        let path = try reader.path()
        switch number {
        case .createDirectory: return .createDirectory(endpoint, path, try reader.metadata())
        case .remove: return .remove(endpoint, path, try reader.kind())
        case .removeLeftovers: return .removeLeftovers(endpoint, path)
        case .createSymlink:
            let metadata = try reader.metadata()
            return .createSymlink(endpoint, path, target: Array(try reader.text()), metadata)
        case .createHardLink:
            return .createHardLink(endpoint, path, existing: try reader.path(), on: try reader.endpoint())
        case .createSpecialFile:
            let metadata = try reader.metadata()
            let kind = try reader.kind()
            let device = try reader.optional { (reader) throws(ConnectionFailure) in try reader.deviceNumber() }
            return .createSpecialFile(endpoint, path, kind, device, metadata)
        case .rename: return .rename(endpoint, path, try reader.path(), on: try reader.endpoint())
        default: throw .violation("an unknown call")
        }
    }

    private static func decode(
        _ number: CallNumber, _ file: FileNumber, _ reader: inout WireReader
    ) throws(ConnectionFailure) -> Call {
        switch number {
        case .stage: .stage(try reader.endpoint(), file, try reader.stageOrder())
        case .write: .write(file, at: try reader.length(), reader.takeRest())
        case .copy: .copy(file, try reader.range(), of: try reader.entry(), at: try reader.length())
        case .hole: .hole(file, try reader.range())
        case .readBack: .readBack(file)
        case .digestStaged: .digestStaged(file, try reader.algorithm())
        case .checkpoint: .checkpoint(file)
        case .synchronize: .synchronize(file)
        case .commit: .commit(file, try reader.metadata(), length: try reader.length(), expecting: nil)
        case .commitChecked:
            .commit(file, try reader.metadata(), length: try reader.length(), expecting: try reader.digest())
        case .keep: .keep(file, try reader.path())
        case .discard: .discard(file)
        case .release: .release(file)
        default: throw .violation("an unknown call")
        }
    }
}

/// The numbers that stand for policies.
enum LinkPolicyNumber {
    static let all: [ListingRequest.LinkPolicy] = [
        .keep, .followAll, .followDirectories, .followUnsafe, .keepBelow,
    ]
}

extension WireReader {
    fileprivate mutating func endpoint() throws(ConnectionFailure) -> EndpointNumber {
        EndpointNumber(value: try number(as: UInt32.self))
    }

    fileprivate mutating func optionalRange() throws(ConnectionFailure) -> ByteRange? {
        try optional { (reader) throws(ConnectionFailure) in try reader.range() }
    }

    mutating func algorithm() throws(ConnectionFailure) -> DigestAlgorithm {
        guard let algorithm = DigestAlgorithm(rawValue: try string()) else {
            throw .violation("an unknown digest algorithm")
        }
        return algorithm
    }

    fileprivate mutating func digest() throws(ConnectionFailure) -> Digest {
        let algorithm = try algorithm()
        guard let digest = Digest(algorithm: algorithm, bytes: Array(try text())) else {
            throw .violation("a digest of another length")
        }
        return digest
    }

    /// As many elements as there are bytes at most, so that a large count alone costs nothing.
    private mutating func array<Element>(
        _ body: (inout WireReader) throws(ConnectionFailure) -> Element
    ) throws(ConnectionFailure) -> [Element] {
        let count = try number()
        var elements: [Element] = []
        for _ in 0..<count { elements.append(try body(&self)) }
        return elements
    }

    fileprivate mutating func paths() throws(ConnectionFailure) -> [RelativePath] {
        try array { (reader) throws(ConnectionFailure) in try reader.path() }
    }

    fileprivate mutating func files() throws(ConnectionFailure) -> [FileNumber] {
        try array { (reader) throws(ConnectionFailure) in FileNumber(value: try reader.number(as: UInt32.self)) }
    }

    fileprivate mutating func compression() throws(ConnectionFailure) -> StreamCompression {
        guard let algorithm = CompressionAlgorithm(rawValue: try string()) else {
            throw .violation("an unknown compression")
        }
        let level = Int(try signed())
        let suffixes = try array { (reader) throws(ConnectionFailure) in try reader.string() }
        try end()
        return StreamCompression(algorithm, level: level, incompressible: IncompressibleNames(suffixes: suffixes))
    }

    fileprivate mutating func listingOrder() throws(ConnectionFailure) -> ListingOrder {
        let directory = try path()
        let recursive = try flag()
        let links = Int(try byte())
        guard links < LinkPolicyNumber.all.count else { throw .violation("an unknown policy for symlinks") }
        return ListingOrder(
            directory: directory, recursive: recursive, links: LinkPolicyNumber.all[links], oneFileSystem: try flag())
    }

    fileprivate mutating func stageOrder() throws(ConnectionFailure) -> StageOrder {
        let path = try path()
        let size = try optional { (reader) throws(ConnectionFailure) in try reader.length() }
        let resuming = try optional { (reader) throws(ConnectionFailure) in Array(try reader.text()) }
        let placement: StageOrder.Placement =
            switch try byte() {
            case 0: .beside
            case 1: .directory(try endpoint())
            case 2: .inPlace(keepsContent: false)
            case 3: .inPlace(keepsContent: true)
            default: throw .violation("an unknown place for a staged file")
            }
        return StageOrder(path: path, size: size, placement: placement, resuming: resuming)
    }
}
