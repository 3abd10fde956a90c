internal import FerryCore

extension ServerPath {
    /// As messages name it.
    func location(on origin: Origin, isDAV: Bool = false) -> String {
        let root = bytes(of: .root)
        let place = origin.text + DisplayName.escaping(root.isEmpty ? [RelativePath.separator] : root)
        return isDAV ? "dav" + place.dropFirst(4) : place
    }
}
