internal import FerryCore
internal import FerryEndpoints

/// Empty objects whose keys end in slashes: what other programs, too, take for directories.
struct S3DirectoryMarkers: DirectoryMarkerRole {
    let endpoint: S3Endpoint

    func mark(_ directory: RelativePath) throws(EndpointError) {
        let key = try endpoint.key(directory, .createDirectory) + [RelativePath.separator]
        var request = S3Request(.put, key: key)
        request.headers = [("content-type", "application/x-directory")] + endpoint.client.settings.encryption.creating
        request.body = SharedBytes([])
        do throws(S3Failure) {
            _ = try endpoint.client.perform(request)
        } catch {
            throw error.error(.createDirectory, directory, at: endpoint.location)
        }
    }

    func unmark(_ directories: [RelativePath]) throws(EndpointError) -> [(RelativePath, EndpointError)] {
        try S3BatchRemoval(endpoint: endpoint).remove(directories, kind: .directory)
    }
}
