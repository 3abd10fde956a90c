public import FerryCore
public import FerryEndpoints

/// What a URL that needs no credentials is good for.
public enum PresignedUse: Sendable {
    case read(RelativePath), write(RelativePath), list
}

extension S3Endpoint {
    /// AWS takes no longer ones: a week.
    public static let longestPresigned = 604_800

    /// A URL that anybody may use for so many seconds. No request is made, except for credentials.
    public func presignedURL(_ use: PresignedUse, seconds: Int) throws(EndpointError) -> String {
        let request: S3Request
        let path: RelativePath
        switch use {
        case .read(let file): (request, path) = (S3Request(.get, key: try key(file, .read)), file)
        case .write(let file): (request, path) = (S3Request(.put, key: try key(file, .write)), file)
        case .list: (request, path) = (ListingPage.request(prefix: prefix), .root)
        }
        do throws(S3Failure) {
            return try client.presigned(request, expiresAfter: seconds)
        } catch {
            throw error.error(.read, path, at: location)
        }
    }
}
