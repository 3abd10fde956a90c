/// What an entry is.
package enum EntryKind: UInt8, Hashable, Sendable, CaseIterable {
    case file, directory, symlink, characterDevice, blockDevice, fifo, socket

    /// Written out because the one of types with raw values is generic, and a call through a table in other modules: it was a
    /// twentieth of reading a manifest.
    @inlinable
    package static func == (left: EntryKind, right: EntryKind) -> Bool {
        unsafeBitCast(left, to: UInt8.self) == unsafeBitCast(right, to: UInt8.self)
    }

    package var isDirectory: Bool { self == .directory }
    package var isDevice: Bool { self == .characterDevice || self == .blockDevice }

    /// FIFOs and sockets: what rsync's `--specials` names.
    package var isSpecial: Bool { self == .fifo || self == .socket }

    /// For messages: a kind of entry in words.
    package var noun: String {
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
