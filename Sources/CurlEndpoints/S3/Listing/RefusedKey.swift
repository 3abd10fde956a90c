internal import FerryCore
internal import FerryEndpoints

/// Of a key that cannot be a path.
enum RefusedKey {
    /// - Parameters:
    ///   - directory: What was listed.
    ///   - hidden: What the tree may have besides what is listed.
    static func failure(
        _ key: [UInt8], _ complaint: String, in directory: RelativePath, at location: String,
        hiding hidden: EndpointError.Hidden
    ) -> EndpointError {
        var failure = EndpointError(
            .nameNotAllowed, .list, path: directory, location: location,
            reason: "the key '\(DisplayName.escaping(key))' \(complaint)")
        failure.hidden = hidden
        return failure
    }

    /// Below the listed directory, the path that a file system makes of a key, `b` of `/a/..//b`: other programs may have
    /// stored the object there.
    static func lookalike(of key: [UInt8], in directory: RelativePath) -> EndpointError.Hidden {
        var names: [ArraySlice<UInt8>] = []
        for name in key.split(separator: RelativePath.separator) where !name.elementsEqual(".".utf8) {
            guard name.elementsEqual("..".utf8) else {
                names.append(name)
                continue
            }
            // Out of what is listed.
            if names.popLast() == nil { return .nothing }
        }
        // No file has it, whoever stores it.
        if key.contains(0) || names.isEmpty { return .nothing }
        return .path(directory.appending(name: Array(names.joined(separator: [RelativePath.separator]))))
    }
}
