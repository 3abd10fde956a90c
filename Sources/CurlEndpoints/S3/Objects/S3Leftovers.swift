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
        var marker: OpenUploads.Marker?
        repeat {
            let page = try OpenUploads.fetch(below: prefix, after: marker, from: endpoint.client)
            for upload in page.uploads where Self.isOld(upload) {
                if try abort(upload) { removed += 1 }
            }
            marker = page.next
        } while marker != nil
        return removed
    }

    /// Returns whether it was still there.
    private func abort(_ upload: OpenUploads.Upload) throws(S3Failure) -> Bool {
        var request = S3Request(.delete, key: upload.key)
        request.query = [("uploadId", upload.identifier)]
        do throws(S3Failure) {
            _ = try endpoint.client.perform(request)
            return true
        } catch  where error.code == .notFound {
            return false
        }
    }

    private static func isOld(_ upload: OpenUploads.Upload) -> Bool {
        guard let begun = upload.begun else { return false }
        return Timestamp.now.seconds - begun.seconds > age
    }
}
