internal import FerryCore

/// Sees to it that a listing is in canonical order, whatever went wrong in making it.
struct OrderCheck {
    private var last: (path: RelativePath, isDirectory: Bool)?

    /// Whether this entry comes after the one before.
    mutating func accepts(_ path: RelativePath, isDirectory: Bool) -> Bool {
        defer { last = (path, isDirectory) }
        guard let last else { return true }
        return CanonicalOrder.compare(
            last.path, isDirectory: last.isDirectory, path, isDirectory: isDirectory) < 0
    }
}
