internal import FerryCore

/// The names of the sources as a destination sees them that does not tell upper case from lower case: there `A` and `a`
/// are one file, so an `a` that is extraneous by its letters may be what was just written as `A`.
///
/// Keeps a hash of each name, not the name: eight bytes an entry. Two names of one hash would keep an extraneous file.
struct FoldedNames {
    private var hashes: Set<Int> = []

    /// Returns whether no other name was the same one there.
    mutating func insert(_ path: RelativePath) -> Bool {
        hashes.insert(Self.hash(path)).inserted
    }

    func contains(_ path: RelativePath) -> Bool {
        hashes.contains(Self.hash(path))
    }

    /// Equal strings include those that are composed differently; such names are one file in many of these places too.
    private static func hash(_ path: RelativePath) -> Int {
        guard let text = String(validating: path.bytes, as: UTF8.self) else { return path.hashValue }
        return text.lowercased().hashValue
    }
}
