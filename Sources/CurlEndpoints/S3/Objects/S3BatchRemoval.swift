internal import FerryCore
internal import FerryEndpoints
internal import Synchronization

/// A thousand objects by one request ("DeleteObjects"), several requests at once: stores delete the objects of one request one after
/// another.
struct S3BatchRemoval: BatchRemovalRole {
    let endpoint: S3Endpoint

    /// The most objects of one request, by the protocol.
    private static let mostObjects = 1000
    private static let mostRequests = 8

    var largestBatch: Int { Self.mostRequests * Self.mostObjects }

    func remove(_ paths: [RelativePath]) throws(EndpointError) -> [(RelativePath, EndpointError)] {
        try remove(paths, kind: .file)
    }

    /// Of directories, what stands for them.
    func remove(
        _ paths: [RelativePath], kind: EntryKind
    ) throws(EndpointError) -> [(RelativePath, EndpointError)] {
        var failures: [(RelativePath, EndpointError)] = []
        var items: [Item] = []
        for path in paths {
            do throws(EndpointError) {
                let end = kind.isDirectory ? [RelativePath.separator] : []
                let key = try endpoint.key(path, .remove) + end
                // What a document cannot hold is removed by itself.
                if let text = XMLText.escaping(key) {
                    items.append(Item(path: path, key: key, text: text))
                } else {
                    try endpoint.remove(path, kind: kind)
                }
            } catch {
                failures.append((path, error))
            }
        }
        return failures + (try remove(items))
    }

    private struct Item {
        let path: RelativePath
        let key: [UInt8]
        /// As it stands in a document.
        let text: String
    }

    /// All requests are waited for, whatever becomes of some.
    private func remove(_ items: [Item]) throws(EndpointError) -> [(RelativePath, EndpointError)] {
        let starts = Array(stride(from: 0, to: items.count, by: Self.mostObjects))
        let work = Mutex(Work(starts: starts[...]))
        Workers.run(threads: min(starts.count, Self.mostRequests), stackSize: 512 * 1024) {
            while let start = work.withLock({ $0.starts.popFirst() }) {
                do throws(EndpointError) {
                    let failures = try removeByOneRequest(items[start..<min(start + Self.mostObjects, items.count)])
                    work.withLock { $0.failures += failures }
                } catch {
                    work.withLock { $0.error = error }
                }
            }
        }
        let (failures, error) = work.withLock { ($0.failures, $0.error) }
        if let error { throw error }
        return failures
    }

    private struct Work {
        var starts: ArraySlice<Int>
        var failures: [(RelativePath, EndpointError)] = []
        var error: EndpointError?
    }

    private func removeByOneRequest(
        _ batch: ArraySlice<Item>
    ) throws(EndpointError) -> [(RelativePath, EndpointError)] {
        let (head, answer): (ResponseHead, XMLElement)
        do throws(S3Failure) {
            (head, answer) = try endpoint.client.headAndDocument(request(batch.map(\.text)))
        } catch {
            let failure = batch.count == 1 ? error : error.adding("\(batch.count) objects by one request")
            throw failure.error(.remove, batch.first?.path, at: endpoint.location)
        }
        // Byte by byte: to a string an accented letter is the same in one code point and in two.
        let removed = Set(answer.children(named: "Deleted").map(Self.key))
        let refused = answer.children(named: "Error").reduce(into: [:]) { $0[Self.key($1)] = $1 }
        return batch.compactMap { item in
            if removed.contains(item.key) { return nil }
            let failure =
                refused[item.key].map { S3Failure($0, in: head) }
                ?? S3Failure(.serverFailure, "the server does not say what became of it")
            return failure.code == .notFound
                ? nil : (item.path, failure.error(.remove, item.path, at: endpoint.location))
        }
    }

    private static func key(_ element: XMLElement) -> [UInt8] { Array((element["Key"] ?? "").utf8) }

    private func request(_ keys: [String]) -> S3Request {
        let objects = keys.map { "<Object><Key>\($0)</Key></Object>" }.joined()
        let body = SharedBytes("<Delete>\(objects)</Delete>".utf8)
        var request = S3Request(.post)
        request.query = [("delete", "")]
        request.body = body
        request.contentMD5 = Hasher.digest(body.bytes, .md5)
        request.expectedLength = Int64(body.count)
        return request
    }
}
