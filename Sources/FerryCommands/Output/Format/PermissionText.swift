public import FerryCore

/// Kind and permissions as `ls -l` writes them.
public enum PermissionText {
    /// Ten characters: `drwxr-xr-x`, or `d?????????` where nobody tells.
    public static func kindAndBits(of entry: Entry) -> String {
        letter(of: entry.kind) + bits(of: entry)
    }

    /// Nine characters: `rwxr-xr-x`, or `?????????` where nobody tells.
    public static func bits(of entry: Entry) -> String {
        entry.permissions.map(bits) ?? String(repeating: "?", count: 9)
    }

    /// Nine characters: `rwxr-xr-x`.
    public static func bits(_ permissions: UInt16) -> String {
        var text = Array("rwxrwxrwx")
        for index in 0..<9 where permissions & (0o400 >> UInt16(index)) == 0 { text[index] = "-" }
        let special: [(bit: UInt16, index: Int, plain: Character, executable: Character)] = [
            (0o4000, 2, "S", "s"), (0o2000, 5, "S", "s"), (0o1000, 8, "T", "t"),
        ]
        for mark in special where permissions & mark.bit != 0 {
            text[mark.index] = text[mark.index] == "-" ? mark.plain : mark.executable
        }
        return String(text)
    }

    private static func letter(of kind: EntryKind) -> String {
        switch kind {
        case .file: "-"
        case .directory: "d"
        case .symlink: "l"
        case .characterDevice: "c"
        case .blockDevice: "b"
        case .fifo: "p"
        case .socket: "s"
        }
    }
}
