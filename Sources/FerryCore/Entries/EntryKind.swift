/// What an entry is.
public enum EntryKind: UInt8, Hashable, Sendable, CaseIterable {
    case file, directory, symlink, characterDevice, blockDevice, fifo, socket

    /// Written out because the one of types with raw values is generic, and a call through a table in other modules: it was a
    /// twentieth of reading a manifest.
    @inlinable
    public static func == (left: EntryKind, right: EntryKind) -> Bool {
        unsafeBitCast(left, to: UInt8.self) == unsafeBitCast(right, to: UInt8.self)
    }

    public var isDirectory: Bool { self == .directory }
    public var isDevice: Bool { self == .characterDevice || self == .blockDevice }

    /// FIFOs and sockets: what rsync's `--specials` names.
    public var isSpecial: Bool { self == .fifo || self == .socket }

    /// For messages: a kind of entry in words.
    public var noun: String {
        switch self {
        case .file: "file"
        case .directory: "directory"
        case .symlink: "symlink"
        case .characterDevice: "character device"
        case .blockDevice: "block device"
        case .fifo: "FIFO"
        case .socket: "socket"
        }
    }
}
