extension EntryKind {
    /// The word for it in files and events.
    public var name: String { literalName.description }

    /// The same as it lies in the program.
    public var literalName: StaticString {
        switch self {
        case .file: "file"
        case .directory: "directory"
        case .symlink: "symlink"
        case .characterDevice: "character_device"
        case .blockDevice: "block_device"
        case .fifo: "fifo"
        case .socket: "socket"
        }
    }

    public init?(name: some Collection<UInt8>) {
        guard let kind = Self.allCases.first(where: { $0.name.utf8.elementsEqual(name) }) else { return nil }
        self = kind
    }
}
