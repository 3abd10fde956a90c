internal import FerryCore
internal import FerryEndpoints

/// What a directory that is to be made has to have, and what of it is left to do once the server has made it.
struct NewDirectory {
    private let metadata: Metadata
    /// Of the nine bits.
    private let usual: UInt16

    init(_ metadata: Metadata, umask: UInt16) {
        self.metadata = metadata
        usual = 0o777 & ~umask
    }

    private var setsOwner: Bool { metadata.user != nil || metadata.group != nil }

    /// The permissions to ask for when making it, which the server's umask may lessen: none for others as long as it has
    /// another owner than it is to have.
    var firstMode: UInt16 { setsOwner ? 0o700 : (metadata.permissions ?? usual) & 0o777 }

    /// What is to be set on a directory that was made and has these attributes (none where they are not known); nil where it has
    /// all that is wanted. Who wants no permissions leaves the bit that the directory above hands down.
    func rest(after current: FileAttributes) -> Metadata? {
        let present = current.permissions
        let wanted = metadata.permissions ?? usual | (present ?? 0) & 0o7000
        if !setsOwner, present == wanted { return nil }
        return Metadata(permissions: wanted, user: metadata.user, group: metadata.group)
    }
}
