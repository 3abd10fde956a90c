/// How a local endpoint goes about its work; the defaults suit everybody.
public struct LocalOptions: Sendable {
    /// Reserve a staged file's space before writing it (`--preallocate`).
    public var reservesSpace = false
    /// Treat symlinks to directories as directories when paths lead through them (`--keep-dirlinks`).
    public var followsDirectoryLinks = false
    /// Do not update access times of files that are read (`--open-noatime`), where the kernel permits it.
    public var keepsAccessTimes = false
    /// How directories below the root are found.
    public var resolution = Resolution.automatic

    /// For trees that somebody else names: the root is below this directory, wherever its path says it is, and no symlink
    /// is ever followed, also not where a listing or a read asks for it. Nil trusts whoever names the root.
    public var confinement: [UInt8]?

    /// Stage files without a name where the file system has such files.
    public var stagesNamelessFiles = true

    public init() {}

    public enum Resolution: Sendable, Hashable {
        /// By one `openat2` call, unless the kernel lacks or forbids it.
        case automatic
        /// Component by component, without `openat2`.
        case componentwise
    }
}
