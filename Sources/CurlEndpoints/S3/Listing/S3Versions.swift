internal import FerryCore
internal import FerryEndpoints

/// The versions that a bucket keeps ("ListObjectVersions"). One that keeps none tells what is there, as version `null`.
struct S3Versions: VersionRole {
    let endpoint: S3Endpoint

    func versions(of path: RelativePath, after marker: VersionMarker?) throws(EndpointError) -> VersionPage {
        let key = try endpoint.key(path, .list)
        do throws(S3Failure) {
            let page = try endpoint.client.document(Self.request(key, marker))
            guard page.name == "ListVersionsResult" else {
                throw S3Failure(.protocolViolation, "the answer is no list of versions")
            }
            let next = try Self.next(page, after: marker)
            var refused: [[UInt8]: PathError] = [:]
            let found = try versions(page, at: path, refused: &refused)
            let failures = refused.sorted { $0.key.lexicographicallyPrecedes($1.key) }.map {
                RefusedKey.failure(
                    $0.key, $0.value.reason.complaint, in: path, at: endpoint.location, hiding: .nothing)
            }
            return VersionPage(versions: found, refused: failures, next: next)
        } catch {
            throw error.error(.list, path, at: endpoint.location)
        }
    }

    private static func request(_ key: [UInt8], _ marker: VersionMarker?) -> S3Request {
        var request = S3Request(.get)
        request.query = [
            ("versions", ""), ("encoding-type", "url"), ("prefix", String(decoding: key, as: UTF8.self)),
        ]
        if let marker { request.query += [("key-marker", marker.name), ("version-id-marker", marker.version)] }
        request.expectedLength = 1 << 18
        return request
    }

    private static func next(_ page: XMLElement, after last: VersionMarker?) throws(S3Failure) -> VersionMarker? {
        guard try PageEnd.isTruncated(page, of: "versions") else { return nil }
        let name = page["NextKeyMarker"].map { marker($0, of: page) }
        let next = name.map { VersionMarker(name: $0, version: page["NextVersionIdMarker"] ?? "") }
        guard let next, next != last else {
            throw S3Failure(.protocolViolation, "the list of versions has no end")
        }
        return next
    }

    /// radosgw of Ceph 16 escapes keys, and leaves the marker as it is: it is the key of something on the page either way.
    private static func marker(_ text: String, of page: XMLElement) -> String {
        let keys = ["Version", "DeleteMarker"].flatMap(page.children).compactMap { $0["Key"] }
        guard let bytes = URIEncoding.form(Array(text.utf8)) else { return text }
        let isPlain = keys.contains { URIEncoding.form(Array($0.utf8)) == Array(text.utf8) }
        let isEscaped = keys.contains { Array($0.utf8) == Array(text.utf8) }
        return isPlain && !isEscaped ? text : String(decoding: bytes, as: UTF8.self)
    }

    /// A store tells versions and removals in two lists, or in one.
    private func versions(
        _ page: XMLElement, at path: RelativePath, refused: inout [[UInt8]: PathError]
    ) throws(S3Failure) -> [FileVersion] {
        var found: [FileVersion] = []
        for name in ["Version", "DeleteMarker"] {
            for element in page.children(named: name) {
                guard let key = element["Key"].flatMap({ URIEncoding.form(Array($0.utf8)) }),
                    let identifier = element["VersionId"]
                else { throw S3Failure(.protocolViolation, "the list of versions is incomplete") }
                guard let relative = relative(key, to: path, refused: &refused) else { continue }
                found.append(
                    FileVersion(
                        path: relative, identifier: identifier, size: element["Size"].flatMap { Int64($0) } ?? 0,
                        modified: element["LastModified"].flatMap(ISODate.time),
                        isLatest: element["IsLatest"] == "true", isRemoval: name == "DeleteMarker",
                        isDirectory: key.last == RelativePath.separator))
            }
        }
        return found.sorted(by: Self.precedes)
    }

    /// Nil for neighbours whose names only begin alike and for what is no path. The mark of a directory has its path.
    private func relative(
        _ key: [UInt8], to path: RelativePath, refused: inout [[UInt8]: PathError]
    ) -> RelativePath? {
        let name = Array(key.dropFirst(endpoint.prefix.count))
        let isDirectory = name.last == RelativePath.separator
        do throws(PathError) {
            let relative = try RelativePath(validating: isDirectory ? name.dropLast() : name[...])
            return relative == path || relative.isInside(path) ? relative : nil
        } catch {
            if path.isRoot || name.starts(with: path.bytes + [RelativePath.separator]) { refused[name] = error }
            return nil
        }
    }

    private static func precedes(_ left: FileVersion, _ right: FileVersion) -> Bool {
        let order = CanonicalOrder.compare(
            left.path, isDirectory: left.isDirectory, right.path, isDirectory: right.isDirectory)
        if order != 0 { return order < 0 }
        if left.isLatest != right.isLatest { return left.isLatest }
        return (left.modified?.seconds ?? 0) > (right.modified?.seconds ?? 0)
    }
}
