internal import FerryCore

/// Lines of the control connection. Names are bytes, and none of them ends a line: `FTPNames` sees to that.
enum FTPCommand {
    /// A path is absolute, and empty for the server's root.
    static func line(_ verb: String, _ path: [UInt8]) -> [UInt8] {
        verb.utf8 + [UInt8(ascii: " ")] + (path.isEmpty ? [RelativePath.separator] : path)
    }

    static func line(_ text: String) -> [UInt8] { Array(text.utf8) }
}
