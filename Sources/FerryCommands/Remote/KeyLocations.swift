internal import FerryCore

extension Location {
    /// Refuses an object's key that cannot be the path of a file: taken for the path that it looks like, another object than the
    /// one that was named would be read, replaced or removed.
    ///
    /// - Parameter isRelative: `--relative`, under which a dot between slashes says where names begin.
    func requireKeyThatIsAPath(isRelative: Bool) throws(UsageError) {
        guard scheme == .s3 else { return }
        let dot = [UInt8(ascii: ".")]
        var names = path.split(separator: RelativePath.separator, omittingEmptySubsequences: false)
        // A directory's, at the end.
        if names.last?.isEmpty == true { names.removeLast() }
        if isRelative { names.removeAll { $0.elementsEqual(dot) } }
        do throws(PathError) {
            _ = try RelativePath(validating: names.joined(separator: [RelativePath.separator]))
            // A single slash is no path, and joins to none.
            if names.count == 1, names[0].isEmpty { throw PathError(.absolute, path) }
        } catch {
            throw UsageError(
                "\(self): the key \(error.reason.complaint); ferry handles only keys that can be paths of files")
        }
    }
}
