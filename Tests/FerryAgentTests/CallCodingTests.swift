import FerryCore
import FerryEndpoints
import Harness
import Testing

@testable import FerryAgent

/// What is encoded comes out again; what anyone else may send is refused in one way only.
struct CallCodingTests {
    static let path = RelativePath(unchecked: Array("a/b \u{e9}".utf8) + [0xff])
    static let time = Timestamp(seconds: -5, nanoseconds: 999_999_999)
    static let entry = Entry(
        path: path, kind: .file, size: 1 << 40, modified: time, accessed: time, permissions: 0o4755,
        owner: Owner(user: 0, group: .max), device: DeviceNumber(major: 8, minor: 1), linkTarget: [0x2f],
        version: .inode(FileIdentity(device: 1, inode: .max), changed: time), linkCount: 3)
    static let range = ByteRange(offset: 7, length: 1 << 50)
    static let metadata = Metadata(modified: time, permissions: 0o600, user: 12)

    static let calls: [Call] = {
        let tree = EndpointNumber(value: 3)
        let file = FileNumber(value: .max)
        let order = StageOrder(path: path, size: 9, placement: .directory(tree), resuming: [1, 2])
        return [
            .ping, .compress(StreamCompression(.zlib, level: -3, incompressible: IncompressibleNames(parsing: "gz"))),
            .open(tree, path: [0x2f, 0xff], .reservesSpace), .close(tree), .look(tree, path),
            .list(tree, ListingOrder(directory: .root, recursive: true, links: .followUnsafe, oneFileSystem: true)),
            .read(tree, entry, range), .read(tree, entry, nil), .digest(tree, entry, range, .sha256),
            .sign(tree, entry, blockSize: 2048),
            .nameOfAccount(tree, .group, .max), .numberOfAccount(tree, .user, "games"),
            .createDirectory(tree, path, metadata),
            .remove(tree, path, .directory), .removeBatch(tree, [path, path]), .removeLeftovers(tree, .root),
            .apply(tree, metadata, path, .symlink), .createSymlink(tree, path, target: [0x2e, 0x2e], metadata),
            .createHardLink(tree, path, existing: path, on: tree),
            .createSpecialFile(tree, path, .blockDevice, DeviceNumber(major: 1, minor: 2), metadata),
            .rename(tree, path, path, on: tree), .synchronizeFiles(tree, [file, file]),
            .synchronizeDirectories(tree, [path]), .stage(tree, file, order), .write(file, at: 5, [1, 2, 3]),
            .copy(file, range, of: entry, at: 1 << 40), .hole(file, range), .readBack(file),
            .digestStaged(file, .sha256), .checkpoint(file),
            .synchronize(file), .commit(file, metadata, length: 3, expecting: nil),
            .commit(file, metadata, length: 3, expecting: Hasher.digest([1, 2, 3], .sha256)), .keep(file, path),
            .discard(file),
            .release(file),
        ]
    }()

    @Test(arguments: calls.indices) func everyCallComesOutAsItWentIn(_ index: Int) throws {
        let call = Self.calls[index]
        let decoded = try Call.decode(call.encoded[...])
        #expect("\(decoded)" == "\(call)")
        #expect(decoded.encoded == call.encoded)
    }

    @Test func everyBeginningOfACallIsRefused() {
        for call in Self.calls {
            let bytes = call.encoded
            // The bytes of a write may end anywhere.
            if case .write = call { continue }
            for length in 0..<bytes.count {
                #expect(throws: ConnectionFailure.self) { try Call.decode(bytes[..<length]) }
            }
        }
    }

    @Test func damagedCallsAreRefusedOrAreOtherCalls() throws {
        var random = SeededGenerator(seed: RandomTests.seed)
        for _ in 0..<RandomTests.iterations(default: 3000) {
            var bytes = random.pick(Self.calls).encoded
            for _ in 0...Int.random(in: 0..<3, using: &random) {
                bytes[Int.random(in: bytes.indices, using: &random)] = UInt8.random(in: 0...255, using: &random)
            }
            do throws(ConnectionFailure) {
                let encoded = try Call.decode(bytes[...]).encoded
                let again = try Call.decode(encoded[...]).encoded
                #expect(again == encoded)
            } catch {
                #expect(error.code == .protocolViolation)
            }
        }
    }

    @Test func pathsThatLeaveTheTreeAreRefused() {
        for name in ["..", "a/../b", "/etc", "a//b", "a/."] {
            var writer = WireWriter()
            writer.put(byte: CallNumber.look.rawValue)
            writer.put(1 as UInt32)
            writer.put(name)
            #expect(throws: ConnectionFailure.self) { try Call.decode(writer.bytes[...]) }
        }
    }

    @Test func numbersOfEverySizeComeOutAsTheyWentIn() throws {
        var writer = WireWriter()
        let numbers = [0, 1, 127, 128, 16_383, 16_384, UInt64(Int64.max), .max]
        for number in numbers { writer.put(number) }
        for number in [Int64.min, -1, 0, 1, .max] { writer.put(number) }
        var reader = WireReader(writer.bytes[...])
        for number in numbers { #expect(try reader.number() == number) }
        for number in [Int64.min, -1, 0, 1, .max] { #expect(try reader.signed() == number) }
        try reader.end()
    }

    @Test func errorsComeOutWithTheClientsLocation() throws {
        let codes: [EndpointError.Code] = [
            .notFound, .throttled(retryAfter: 1.5), .throttled(retryAfter: nil), .cancelled, .corrupted,
        ]
        for code in codes {
            var writer = WireWriter()
            writer.put(EndpointError(code, .setMetadata, path: Self.path, location: "there", reason: "because"))
            var reader = WireReader(writer.bytes[...])
            let error = try reader.error(location: "host:dir")
            #expect(error.code == code && error.path == Self.path && error.operation == .setMetadata)
            #expect(error.location == "host:dir" && error.reason == "because")
        }
    }

    @Test func aListingComesOutAsItWentIn() throws {
        var batch = ListingBatch()
        let failure = EndpointError(.permissionDenied, .list, path: Self.path, location: "", reason: "no")
        let items: [ListedItem] = [
            .entry(Self.entry), .entry(Self.entry.at(RelativePath(unchecked: Array("a/c".utf8)))),
            .failure(failure, path: Self.path, subtree: true),
        ]
        for item in items { batch.append(item) }
        let decoded = try ListingBatch.items(batch.bytes[...], location: "")
        #expect(decoded.count == 3)
        guard case .entry(let first) = decoded[0], case .entry(let second) = decoded[1],
            case .failure(let error, Self.path, subtree: true) = decoded[2]
        else {
            Issue.record("other items: \(decoded)")
            return
        }
        #expect(first == Self.entry && second.path.description == "a/c" && error.code == .permissionDenied)
    }
}
