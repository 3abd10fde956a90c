import FerryCore
import FerryEndpoints
import Synchronization
import Testing

@testable import CurlEndpoints

/// Tags go on with objects, as their headers do.
@Suite struct ObjectTagsTests {
    private static let tags = Array(
        "<Tagging><TagSet><Tag><Key>team</Key><Value>x y</Value></Tag></TagSet></Tagging>".utf8)
    private static let part = 6 << 20
    private let path = RelativePath(unchecked: Array("file".utf8))
    private let time = Metadata(modified: Timestamp(seconds: 77))
    private let shelf = ObjectShelf()
    private let bytes = [UInt8](repeating: 5, count: 2 * Self.part)

    init() {
        shelf.put("file", bytes)
        shelf.content.withLock { $0.objects["file"]?.tags = Self.tags }
    }

    private func tags(_ key: String) -> [UInt8]? { shelf.content.withLock { $0.objects[key]?.tags } }

    @discardableResult
    private func compose(on endpoint: S3Endpoint) throws -> Committed {
        let entry = try #require(try endpoint.entry(at: path))
        let file = try endpoint.stage(StageRequest(path: path, size: Int64(bytes.count), metadata: time))
        try file.copy(ByteRange(offset: 0, length: Int64(Self.part)), of: entry, at: 0)
        try bytes[Self.part...].withUnsafeBytes { (raw) throws in try file.write(raw, at: Int64(Self.part)) }
        return try file.commit(metadata: time, length: Int64(bytes.count))
    }

    private func copy(splicing: Bool, from source: S3Endpoint, to endpoint: S3Endpoint) throws {
        let entry = try #require(try source.entry(at: path))
        let reader = try source.read(entry, range: nil)
        let target = RelativePath(unchecked: Array("copy".utf8))
        let file = try endpoint.stage(StageRequest(path: target, size: entry.size, metadata: time))
        file.inherit(from: reader)
        if splicing {
            #expect(try file.splice(from: reader, length: entry.size, at: 0) == entry.size)
        } else {
            try bytes.withUnsafeBytes { (raw) throws in try file.write(raw, at: 0) }
        }
        _ = try file.commit(metadata: time, length: entry.size)
    }

    @Test func aChangedObjectKeepsThem() throws {
        let store = StubStore(shelf.answer)
        try compose(on: store.endpoint())
        #expect(tags("file") == Self.tags)
    }

    @Test func otherMetadataLeaveThem() throws {
        let store = StubStore(shelf.answer)
        _ = try store.endpoint().apply(time, to: path, kind: .file)
        #expect(tags("file") == Self.tags)
    }

    @Test(arguments: [false, true]) func aCopyHasThem(splicing: Bool) throws {
        let store = StubStore(shelf.answer)
        let endpoint = try store.endpoint()
        try copy(splicing: splicing, from: endpoint, to: endpoint)
        #expect(tags("copy") == Self.tags && tags("file") == Self.tags)
    }

    /// So that a run which is killed before they are given does not leave an object without them.
    @Test func theRequestThatMakesAnObjectSaysThem() throws {
        let store = StubStore(shelf.answer)
        let endpoint = try store.endpoint()
        try compose(on: endpoint)
        _ = try endpoint.apply(time, to: path, kind: .file)
        for splicing in [false, true] { try copy(splicing: splicing, from: endpoint, to: endpoint) }
        let making = store.requests.filter { $0[query: "uploads"] != nil || $0.headers["x-amz-copy-source"] != nil }
            .filter { $0[query: "uploadId"] == nil }
        #expect(making.count == 4)
        #expect(making.allSatisfy { $0.headers["x-amz-tagging"] == "team=x%20y" })
        let copies = making.filter { $0.method == "PUT" }
        #expect(copies.count == 2 && copies.allSatisfy { $0.headers["x-amz-tagging-directive"] == "REPLACE" })
    }

    /// They mean something in one store only.
    @Test func anotherStoreIsNotGivenThem() throws {
        let other = ObjectShelf()
        let (here, there) = (StubStore(shelf.answer), StubStore(other.answer))
        try copy(splicing: false, from: here.endpoint(), to: there.endpoint())
        #expect(other.content.withLock { $0.objects["copy"] }?.tags == nil && other.keys == ["copy"])
    }

    /// And nothing is asked of objects that have none.
    @Test func whoMayNotSeeThemMayWrite() throws {
        let shelf = shelf
        let store = StubStore { request in
            if request[query: "tagging"] == nil { return shelf.answer(request) }
            return .init(status: 403, body: StubStore.error("AccessDenied"))
        }
        #expect(try compose(on: store.endpoint()).notSet == .tags)
        #expect(shelf.bytes("file") == bytes && tags("file") == nil)
        shelf.content.withLock { $0.objects["file"]?.tags = Self.tags }
        #expect(try store.endpoint().apply(time, to: path, kind: .file) == .tags)
        let plain = StubStore(shelf.answer)
        try compose(on: plain.endpoint())
        #expect(!plain.requests.contains { $0[query: "tagging"] != nil })
    }

    @Test func realStoresTakeThem() throws {
        for subject in [S3Subject.memory, .moto] {
            let endpoint = try subject.endpoint()
            let file = try endpoint.stage(StageRequest(path: path, size: Int64(bytes.count), metadata: time))
            try bytes.withUnsafeBytes { (raw) throws in try file.write(raw, at: 0) }
            _ = try file.commit(metadata: time, length: Int64(bytes.count))
            let key = endpoint.prefix + path.bytes
            var request = S3Request(.put, key: key)
            request.query = [("tagging", "")]
            request.body = SharedBytes(Self.tags)
            request.contentMD5 = Hasher.digest(Self.tags, .md5)
            _ = try endpoint.client.perform(request)
            func expectTags(_ key: [UInt8], _ step: String) throws {
                var request = S3Request(.get, key: key)
                request.query = [("tagging", "")]
                let told = String(decoding: try endpoint.client.perform(request).body, as: UTF8.self)
                #expect(told.contains("<Key>team</Key><Value>x y</Value>"), "\(step): \(told)")
            }
            try compose(on: endpoint)
            try expectTags(key, "changed")
            _ = try endpoint.apply(Metadata(modified: Timestamp(seconds: 78)), to: path, kind: .file)
            try expectTags(key, "touched")
            for splicing in [false, true] {
                try copy(splicing: splicing, from: endpoint, to: endpoint)
                try expectTags(endpoint.prefix + Array("copy".utf8), "copied")
            }
        }
    }
}
