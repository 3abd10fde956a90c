internal import FerryCore
internal import FerryEndpoints

/// Up to a thousand objects by one request ("DeleteObjects").
struct S3BatchRemoval: BatchRemovalRole {
    let endpoint: S3Endpoint

    var largestBatch: Int { 1000 }

    func remove(_ paths: [RelativePath]) throws(EndpointError) -> [(RelativePath, EndpointError)] {
        try remove(paths, kind: .file)
    }

    /// Of directories, what stands for them.
    func remove(
        _ paths: [RelativePath], kind: EntryKind
    ) throws(EndpointError) -> [(RelativePath, EndpointError)] {
        var failures: [(RelativePath, EndpointError)] = []
        var batch: [(path: RelativePath, key: [UInt8], text: String)] = []
        for path in paths {
            do throws(EndpointError) {
                let end = kind.isDirectory ? [RelativePath.separator] : []
                let key = try endpoint.key(path, .remove) + end
                // What a document cannot hold is removed by itself.
                if let text = XMLText.escaping(key) {
                    batch.append((path, key, text))
                } else {
                    try endpoint.remove(path, kind: kind)
                }
            } catch {
                failures.append((path, error))
            }
        }
        for start in stride(from: 0, to: batch.count, by: largestBatch) {
            failures += try remove(batch[start..<min(start + largestBatch, batch.count)])
        }
        return failures
    }

    private func remove(
        _ batch: ArraySlice<(path: RelativePath, key: [UInt8], text: String)>
    ) throws(EndpointError) -> [(RelativePath, EndpointError)] {
        let answer: XMLElement
        do throws(S3Failure) {
            answer = try endpoint.client.document(request(batch.map(\.text)))
        } catch {
            throw error.error(.remove, nil, at: endpoint.location)
        }
        let removed = Set(answer.children(named: "Deleted").compactMap { $0["Key"] })
        let refused = answer.children(named: "Error").reduce(into: [:]) { $0[$1["Key"] ?? ""] = $1 }
        return batch.compactMap { item in
            let key = String(decoding: item.key, as: UTF8.self)
            if removed.contains(key) { return nil }
            let failure =
                refused[key].map(Self.failure) ?? S3Failure(.serverFailure, "the server does not say what became of it")
            return failure.code == .notFound
                ? nil : (item.path, failure.error(.remove, item.path, at: endpoint.location))
        }
    }

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

    private static func failure(_ error: XMLElement) -> S3Failure {
        let code = error["Code"] ?? "an error without a code"
        let words = error["Message"].map { "\(code): \($0)" } ?? code
        return S3Failure(S3ErrorCodes.table[code] ?? .serverFailure, DisplayName.escaping(words.utf8))
    }
}
