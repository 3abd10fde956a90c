/// How a local endpoint goes about its work; the defaults suit everybody.
package struct LocalOptions: Sendable {
    /// Reserve a staged file's space before writing it (`--preallocate`).
    package var reservesSpace = false
    /// Treat symlinks to directories as directories when paths lead through them (`--keep-dirlinks`).
    package var followsDirectoryLinks = false
    /// Do not update access times of files that are read (`--open-noatime`), where the kernel permits it.
    package var keepsAccessTimes = false
    /// How directories below the root are found.
    package var resolution = Resolution.automatic

    /// For trees that somebody else names: the root is below this directory, wherever its path says it is, and no symlink
    /// is ever followed, also not where a listing or a read asks for it. Nil trusts whoever names the root.
    package var confinement: [UInt8]?

    /// Stage files without a name where the file system has such files.
    package var stagesNamelessFiles = true

    package init() {}

    package enum Resolution: Sendable, Hashable {
        /// By one `openat2` call, unless the kernel lacks or forbids it.
        case automatic
        /// Component by component, without `openat2`.
        case componentwise
    }
}
