import FerryCore
import FerryManifest
import Testing

@Suite("Files of mtree")
struct MtreeTests {
    private func read(_ text: String) throws -> [Record] {
        try Manifests.all(MtreeReader(MemoryStream(Array(text.utf8))))
    }

    @Test("directories are entered and left, defaults hold, lines are continued")
    func hierarchy() throws {
        let records = try read(
            """
            #	   user: root
            /set type=file uid=0 mode=0644
            .               type=dir mode=0755
                a\\040b      size=3 time=5.7 \\
                            sha256digest=e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855
            d               type=dir
                x\\M-C\\M-)  size=1
                l           type=link link=a\\sb
            # ./d
            ..
            /unset mode
            z               optional
            ..

            """)
        #expect(records.map(\.path.description) == ["a b", "d", "d/xé", "d/l", "z"])
        #expect(records.map(\.kind) == [.file, .directory, .file, .symlink, .file])
        #expect(records[0].size == 3 && records[0].modified == Timestamp(seconds: 5, nanoseconds: 7))
        #expect(records[0].digests.map(\.algorithm) == [.sha256])
        #expect(records[0].permissions == 0o644 && records[4].permissions == nil)
        #expect(records[3].linkTarget == Array("a b".utf8))
    }

    @Test("what need not be there says so, also when it was sorted and written again")
    func optional() throws {
        let sorted = try RecordSorter.gathered(
            MtreeReader(MemoryStream(Array("b type=file optional\n/set optional\na type=file\n".utf8))))
        let records = try Manifests.all(sorted)
        #expect(records.map(\.isOptional) == [true, true])
        let sink = MemorySink()
        let writer = try MtreeWriter(sink, algorithms: [])
        for record in records { try writer.append(record) }
        try writer.finish(isComplete: true)
        #expect(try read(String(decoding: sink.bytes, as: UTF8.self)).map(\.isOptional) == [true, true])
    }

    @Test(
        "what leads out or is broken is refused with its line",
        arguments: [
            ("..\n..\n", 2), ("a type=dir\n..\n..\n..\n", 4), ("..\na type=file\n", 2), ("./../a type=file\n", 1),
            ("/set type=file\n/x type=file\n", 2),
            ("a\n", 1), ("a type=file size=x\n", 1), ("a\\q type=file\n", 1), ("a type=file \\\n", 1),
            ("a type=file sha256=00\n", 1), ("a type=thing\n", 1),
            ("a type=file time=1000000000000000000.0\n", 1),
        ])
    func refused(_ text: String, _ line: Int) {
        do {
            _ = try read(text)
            #expect(Bool(false), "'\(text)' is read")
        } catch ManifestError.damaged(let found, _) {
            #expect(found == line, "'\(text)'")
        } catch {
            #expect(Bool(false), "\(error)")
        }
    }
}
