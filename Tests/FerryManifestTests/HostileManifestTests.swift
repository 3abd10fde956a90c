import FerryCore
import FerryManifest
import Testing

/// Manifests of other programs that are damaged, or were made to do harm.
@Suite("Hostile manifests of other programs")
struct HostileManifestTests {
    private static let md5 = String(repeating: "a", count: 32)
    private static let other = String(repeating: "b", count: 32)
    private static let hashdeep = "%%%% HASHDEEP-1.0\n%%%% size,md5,filename\n"

    private static let refused: [(String, Int)] = [
        (hashdeep + "1,\(md5),../a\n", 3), (hashdeep + "1,\(md5),a\n1,\(md5),/etc/passwd\n", 4),
        (hashdeep + "## Invoked from: /home\n1,\(md5),/home/../etc/passwd\n", 4), (hashdeep + "x,\(md5),a\n", 3),
        (hashdeep + "-1,\(md5),a\n", 3), (hashdeep + "1,\(md5)\n", 3), (hashdeep + "1,00,a\n", 3),
        (hashdeep + "1,\(md5),\n", 3), (hashdeep + "1,\(md5),./a\n1,\(other),./a\n", 4),
        (hashdeep + "1,\(md5),./a\n2,\(md5),./a\n", 4), ("%%%% HASHDEEP-1.0\n1,\(md5),a\n", 2),
        ("%%%% HASHDEEP-1.0\n%%%% size,md5\n", 2), ("%%%% HASHDEEP-1.0\n", 2), ("%%%% HASHDEEP-2.0\n", 1),
        ("\(md5)  a\n\(other)  a\n", 2), ("\(md5)  a\n\(md5)  b\n\(md5)  a/b\n", 3), ("\(md5)  a\n\(md5)  ..\n", 2),
        ("\(md5)  a\n\(md5)  b/../../c\n", 2), ("\(md5)  a\n\(md5)  ./\n", 2), ("\(md5)  a\n\(md5)", 2),
        ("\(md5)  a\0\(md5)  ../b\0", 2), ("MD5 (a) = \(md5)\nMD5 (../b) = \(md5)\n", 2),
        ("MD5 (a) = \(md5)\nMD5 (b) = \(md5.dropLast())\n", 2), ("a 00000000\n../b 00000000\n", 2),
        ("a 00000000\n..\\b 00000000\n", 2), ("a 00000000\nb 0000000\n", 2),
    ]

    @Test("a line without an end takes no memory without an end")
    func longLine() throws { try refusal("\(Self.md5)  " + String(repeating: "x", count: 2 << 20) + "\n", 1) }

    @Test("are refused with the line", arguments: refused)
    func refusal(_ text: String, _ line: Int) throws {
        do {
            let reader = try ManifestOpening.open(MemoryStream(Array(text.utf8)))
            _ = try Manifests.all(RecordSorter.ordered(reader))
            #expect(Bool(false), "'\(text.prefix(200))' is read")
        } catch ManifestError.damaged(let found, let damage) {
            #expect(found == line, "'\(text.prefix(200))': \(damage)")
        }
    }
}
