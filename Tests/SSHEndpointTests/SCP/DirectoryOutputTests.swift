import FerryCore
import FerryEndpoints
import Testing

@testable import SSHEndpoint

@Suite struct DirectoryOutputTests {
    private static let fields = "81a4 1 2 5 1600000000 1600000001 3 2049 77 1600000002"
    private static let linkFields = "a1ff 1 2 4 1600000000 1600000001 1 2049 78 1600000002"

    private func read(_ text: String) throws -> DirectoryOutput { try DirectoryOutput(Array(text.utf8)) }

    @Test func aFileWithAnyName() throws {
        for name in ["a", "a b", "a\nb", "=\n", " ", "\n.x"] {
            let output = try read("./\(name)/ \(Self.fields)\n=\n=\n")
            #expect(output.lines.count == 1)
            #expect(output.lines[0].name.elementsEqual(name.utf8))
            let attributes = output.lines[0].attributes
            #expect(attributes.kind == .file && attributes.size == 5 && attributes.permissions == 0o644)
            #expect(attributes.modified?.seconds == 1_600_000_000 && attributes.linkCount == 3)
        }
    }

    @Test func symlinksAndWhatTheyLeadTo() throws {
        let output = try read("./l\n/ \(Self.linkFields)\n=\n./l\n/ \(Self.fields)\n=\n./l\n\0to\n\0./gone\0\0")
        let name = Array("l\n".utf8)[...]
        #expect(output.targets == [name: Array("to\n".utf8)])
        #expect(output.destinations[name]?.kind == .file)
    }

    @Test(arguments: [
        "", "=\n", "./a/ \(fields)\n", "a/ \(fields)\n=\n=\n", "./a/ 81a4 1 2\n=\n=\n",
        "./a/ 0 1 2 5 1 1 1 1 1 1\n=\n=\n",
        "./../ \(fields)\n=\n=\n", ".// \(fields)\n=\n=\n", "./a/ \(fields)=\n=\n", "=\n=\n./l\0", "=\n=\nx",
        "./a/ 81a4 1 2 -5 1 1 1 1 1 1\n=\n=\n",
    ])
    func whatCannotBeUnderstood(_ text: String) {
        #expect(throws: ConnectionFailure.self) { try read(text) }
    }
}
