internal import FerryCore
internal import FerryEndpoints

/// What a client asks of an agent: the calls of the `Endpoint` contract, with numbers in place of objects.
///
/// The client chooses the numbers, so it need not wait for an answer before it goes on with what it opened. Calls about
/// one staged file are carried out in the order in which they were sent, all others in any order.
enum Call {
    /// Names a directory tree that the following calls are about.
    case open(EndpointNumber, path: [UInt8], TreeOptions)
    case close(EndpointNumber)

    case look(EndpointNumber, RelativePath)
    /// Answered by pieces, each a batch of items.
    case list(EndpointNumber, ListingOrder)
    /// Answered by pieces of the content, and a result once they are known to be one version.
    case read(EndpointNumber, Entry, ByteRange?)
    case digest(EndpointNumber, Entry, ByteRange?, DigestAlgorithm)
    /// Answered by pieces of a signature file.
    case sign(EndpointNumber, Entry, blockSize: Int)

    case createDirectory(EndpointNumber, RelativePath, Metadata)
    case remove(EndpointNumber, RelativePath, EntryKind)
    case removeBatch(EndpointNumber, [RelativePath])
    case removeLeftovers(EndpointNumber, RelativePath)
    case apply(EndpointNumber, Metadata, RelativePath, EntryKind)
    case createSymlink(EndpointNumber, RelativePath, target: [UInt8], Metadata)
    case createHardLink(EndpointNumber, RelativePath, existing: RelativePath, on: EndpointNumber)
    case createSpecialFile(EndpointNumber, RelativePath, EntryKind, DeviceNumber?, Metadata)
    case rename(EndpointNumber, RelativePath, RelativePath, on: EndpointNumber)
    case nameOfAccount(EndpointNumber, OwnershipMap.Kind, UInt32)
    case numberOfAccount(EndpointNumber, OwnershipMap.Kind, String)
    case synchronizeFiles(EndpointNumber, [FileNumber])
    case synchronizeDirectories(EndpointNumber, [RelativePath])

    case stage(EndpointNumber, FileNumber, StageOrder)
    case write(FileNumber, at: Int64, ArraySlice<UInt8>)
    case copy(FileNumber, ByteRange, of: Entry, at: Int64)
    case hole(FileNumber, ByteRange)
    /// Answered by pieces.
    case readBack(FileNumber)
    case digestStaged(FileNumber, DigestAlgorithm)
    case checkpoint(FileNumber)
    case synchronize(FileNumber)
    /// With a digest, only if what was written has it, as far as the agent can read it.
    case commit(FileNumber, Metadata, length: Int64, expecting: Digest?)
    case keep(FileNumber, RelativePath)
    case discard(FileNumber)
    /// The client is done with the file: what was checkpointed stays, to be continued later.
    case release(FileNumber)

    /// Answered at once: how a client that waits for something long knows that the agent is there.
    case ping
    /// Everything that either side sends after this, and after the answer, may be compressed.
    case compress(StreamCompression)

    /// The staged file whose turn this is.
    var file: FileNumber? {
        switch self {
        case .stage(_, let file, _), .write(let file, _, _), .copy(let file, _, _, _), .hole(let file, _),
            .readBack(let file), .digestStaged(let file, _), .checkpoint(let file), .synchronize(let file),
            .commit(let file, _, _, _), .keep(let file, _), .discard(let file), .release(let file):
            file
        default: nil
        }
    }

    /// Whether it is answered by pieces.
    var hasPieces: Bool {
        switch self {
        case .list, .read, .sign, .readBack: true
        default: false
        }
    }

    /// Whether other calls may wait until this one is done.
    var isShort: Bool {
        switch self {
        case .list, .digest, .sign, .readBack, .digestStaged, .checkpoint, .synchronize, .synchronizeFiles,
            .synchronizeDirectories, .removeBatch, .removeLeftovers:
            false
        case .read(_, let entry, let range): min(range?.length ?? entry.size, entry.size) <= Self.mostShort
        case .copy(_, let range, _, _): range.length <= Self.mostShort
        case .commit(_, _, let length, let expected): expected == nil || length <= Self.mostShort
        default: true
        }
    }

    /// Bytes that are read in about the time that a thread takes to wake up.
    private static let mostShort: Int64 = 256 << 10

    /// Whether a read-only agent carries it out.
    var changesNothing: Bool {
        switch self {
        case .ping, .compress, .open, .close, .look, .list, .read, .digest, .sign, .nameOfAccount, .numberOfAccount:
            true
        default: false
        }
    }
}

/// A client's name for an opened tree.
struct EndpointNumber: Hashable {
    let value: UInt32
}

/// A client's name for a staged file.
struct FileNumber: Hashable {
    let value: UInt32
}

/// A `ListingRequest` without a selection: the client selects.
struct ListingOrder {
    let directory: RelativePath
    let recursive: Bool
    let links: ListingRequest.LinkPolicy
    let oneFileSystem: Bool
}

/// A `StageRequest`.
struct StageOrder {
    let path: RelativePath
    let size: Int64?
    let placement: Placement
    let resuming: [UInt8]?

    enum Placement {
        case beside
        case directory(EndpointNumber)
        case inPlace(keepsContent: Bool)
    }

    /// The length that a file will have of which what is not written stays; nil elsewhere.
    var keptLength: Int64? {
        if case .inPlace(keepsContent: true) = placement { size } else { nil }
    }
}
