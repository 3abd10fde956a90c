internal import Glibc

/// A file of the folder `fixtures`.
package enum Fixture {
    private static let folder = #filePath.split(separator: "/").dropLast(3).map { "/" + $0 }.joined() + "/fixtures"

    /// The content of a file.
    package static func bytes(of name: String) -> [UInt8] {
        guard let stream = fopen("\(folder)/\(name)", "r") else { preconditionFailure("no fixture \(name)") }
        defer { fclose(stream) }
        var content: [UInt8] = []
        while case let byte = getc(stream), byte != EOF { content.append(UInt8(byte)) }
        return content
    }

    /// The rows of a table: fields between tabs. Lines that begin with `#` and a space are comments.
    package static func rows(of name: String) -> [[String]] {
        String(decoding: bytes(of: name), as: UTF8.self).split(separator: "\n")
            .filter { !$0.hasPrefix("# ") }
            .map { $0.split(separator: "\t", omittingEmptySubsequences: false).map(String.init) }
    }
}
