/// What an entry is.
package enum EntryKind: UInt8, Hashable, Sendable, CaseIterable {
    case file, directory, symlink, characterDevice, blockDevice, fifo, socket

    package var isDirectory: Bool { self == .directory }
    package var isDevice: Bool { self == .characterDevice || self == .blockDevice }

    /// FIFOs and sockets: what rsync's `--specials` names.
    package var isSpecial: Bool { self == .fifo || self == .socket }
}
