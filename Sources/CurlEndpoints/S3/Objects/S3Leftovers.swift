internal import FerryCore
internal import FerryEndpoints

/// Uploads in parts that nobody completed. Nobody knows either whether somebody still will: only old ones are given up.
struct S3Leftovers: LeftoverRole {
    let endpoint: S3Endpoint

    /// Seconds after which an upload counts as abandoned.
    private static let age: Int64 = 24 * 60 * 60

    var clearsTreesByAge: Bool { true }

    func removeLeftovers(in directory: RelativePath) throws(EndpointError) -> Int {
        let key = try endpoint.key(directory, .remove)
        let prefix = directory.isRoot ? key : key + [RelativePath.separator]
        do throws(S3Failure) {
            return try removeUploads(below: prefix)
        } catch {
            throw error.error(.remove, directory, at: endpoint.location)
        }
    }

    private func removeUploads(below prefix: [UInt8]) throws(S3Failure) -> Int {
        var removed = 0
        var marker: (key: String, upload: String)?
        repeat {
            let page = try endpoint.client.document(Self.request(prefix, after: marker))
            for upload in page.children(named: "Upload") where Self.isOld(upload) {
                if try abort(upload) { removed += 1 }
            }
            let isLast = page["IsTruncated"] != "true"
            marker = isLast ? nil : page["NextKeyMarker"].map { ($0, page["NextUploadIdMarker"] ?? "") }
        } while marker != nil
        return removed
    }

    private static func request(_ prefix: [UInt8], after marker: (key: String, upload: String)?) -> S3Request {
        var request = S3Request(.get)
        request.query = [("uploads", ""), ("prefix", String(decoding: prefix, as: UTF8.self))]
        if let marker { request.query += [("key-marker", marker.key), ("upload-id-marker", marker.upload)] }
        return request
    }

    /// Returns whether it was still there.
    private func abort(_ upload: XMLElement) throws(S3Failure) -> Bool {
        guard let key = upload["Key"], let identifier = upload["UploadId"] else { return false }
        var request = S3Request(.delete, key: Array(key.utf8))
        request.query = [("uploadId", identifier)]
        do throws(S3Failure) {
            _ = try endpoint.client.perform(request)
            return true
        } catch  where error.code == .notFound {
            return false
        }
    }

    private static func isOld(_ upload: XMLElement) -> Bool {
        guard let begun = upload["Initiated"].flatMap(ISODate.time) else { return false }
        return Timestamp.now.seconds - begun.seconds > age
    }
}
