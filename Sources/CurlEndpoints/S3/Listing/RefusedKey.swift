internal import FerryCore
internal import FerryEndpoints

/// Of a key that cannot be a path.
enum RefusedKey {
    /// - Parameter directory: What was listed.
    static func failure(
        _ key: [UInt8], _ complaint: String, in directory: RelativePath, at location: String
    ) -> EndpointError {
        EndpointError(
            .nameNotAllowed, .list, path: directory, location: location,
            reason: "the key '\(DisplayName.escaping(key))' \(complaint)")
    }

    static func complaint(_ reason: PathError.Reason) -> String {
        switch reason {
        case .absolute: "begins with a slash"
        case .emptyComponent: "has two slashes in a row"
        case .dots: "has a '.' or '..' between slashes"
        case .nul: "contains a NUL byte"
        }
    }
}
