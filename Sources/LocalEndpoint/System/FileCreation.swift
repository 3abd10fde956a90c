internal import Glibc

/// What this process's umask leaves of the permissions of new files.
enum FileCreation {
    static let permissions = UInt16(0o666 & ~mask)

    /// The mask can only be read by setting it; what another thread creates in between is closed to others.
    static let mask: mode_t = {
        let mask = umask(0o077)
        umask(mask)
        return mask
    }()
}
