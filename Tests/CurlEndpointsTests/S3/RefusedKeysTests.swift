import FerryCore
import FerryEndpoints
import Harness
import Testing

@testable import CurlEndpoints

/// `ferry` and keys that cannot be paths.
@Suite final class RefusedKeysTests {
    private let directory = TemporaryDirectory()
    private let shelf = ObjectShelf()

    private func ferry(_ store: StubStore, _ arguments: [String], input: [UInt8] = []) -> Program.Outcome {
        Program.ferry.run(
            arguments, in: directory.path,
            environment: store.environment.merging(["XDG_STATE_HOME": directory.path + "/state"]) { $1 }, input: input)
    }

    static let keys = [
        "/lead", "a//x", "./x", "a/./x", "a/../x", "/", "/a/", "a//", "%2Flead", "a/%2E%2E/x", "a/%2e/x", "..", "a/.",
    ]

    /// The objects that they look like are left alone.
    @Test(arguments: keys) func theyNameNoOtherObject(_ key: String) {
        for other in ["lead", "a/x", "x", "a", "a/"] { shelf.put(other, [1]) }
        directory.write([2], "up/file")
        let store = StubStore(shelf.answer)
        let place = "s3://bucket/" + key
        let commands = [
            ["cat", place], ["remove", place], ["remove", "-r", place], ["remove", "--incomplete", place],
            ["put", place], ["list", place], ["list", "--versions", place], ["sync", place, "down/"],
            ["sync", "up/file", place],
            ["sync", "--delete", "up/", place], ["sync", place, "s3://bucket/other"], ["check", "up/", place],
            ["cat", "--presign=60", place], ["manifest", "create", place],
        ]
        for command in commands {
            let outcome = ferry(store, command, input: [3])
            let status: Int32 = command[0] == "check" ? 2 : command[0] == "manifest" ? 11 : 1
            #expect(outcome.status == status && outcome.output.isEmpty, "\(command) \(outcome.status)")
            #expect(outcome.errorText.contains("the key "), "\(command) \(outcome.errorText)")
            #expect(outcome.errorText.split(separator: "\n").count == 1, "\(outcome.errorText)")
        }
        #expect(store.requests.isEmpty)
        #expect(shelf.keys == ["a", "a/", "lead", "x", "a/x"].sorted())
    }

    @Test(arguments: ["s3://bucket//lead", "s3://bucket/a//x", "s3://bucket/a/../x"])
    func listsOfFilesNameNoOtherObjectEither(_ url: String) {
        for other in ["lead", "a/x", "x"] { shelf.put(other, [1]) }
        directory.write(Array("\(url)\n".utf8), "list")
        let store = StubStore(shelf.answer)
        let outcome = ferry(store, ["sync", "--remove-source-files", "--files-from=list", "s3://bucket", "down"])
        #expect(outcome.status == 1 && outcome.errorText.contains("the key "), "\(outcome.errorText)")
        #expect(shelf.keys == ["a/x", "lead", "x"])
    }

    @Test func slashesAtTheEndAndDotsOfRelativeNamesMeanWhatTheyDo() {
        for key in ["a/b/x", "a/b/y/z"] { shelf.put(key, [1]) }
        let store = StubStore(shelf.answer)
        #expect(ferry(store, ["sync", "s3://bucket/a/b/", "plain"]).status == 0)
        #expect(ferry(store, ["sync", "-R", "s3://bucket/a/./b/", "relative"]).status == 0)
        #expect(directory.read("plain/x") == [1] && directory.read("relative/b/y/z") == [1])
    }

    static let timings = ["--delete", "--delete-before", "--delete-during", "--delete-after"]

    /// The key is in nobody's way, but what it may stand for stays.
    @Test(arguments: timings, [("x//y", "x/y"), ("/x/y", "x/y"), ("x/./y", "x/y/below"), ("q/../x", "x/y")])
    func othersAreDeletedAllTheSame(_ timing: String, _ names: (key: String, kept: String)) {
        for key in ["d/\(names.key)", "d/file"] { shelf.put(key, [1]) }
        for name in [names.kept, "gone/a", "old"] { directory.write([2], "down/\(name)") }
        let store = StubStore(shelf.answer)
        let outcome = ferry(store, ["sync", timing, "s3://bucket/d/", "down"])
        #expect(outcome.status == 23 && outcome.errorText.contains("the key '\(names.key)'"), "\(outcome.errorText)")
        #expect(outcome.errorText.contains("may stand for"), "\(outcome.errorText)")
        #expect(directory.read("down/\(names.kept)") == [2] && directory.read("down/file") == [1])
        #expect(Program("sh").run(["-c", "ls down | tr '\n' ' '"], in: directory.path).outputText == "file x ")
    }

    @Test(arguments: ["../x", "..", "x/../../y"]) func whatLeadsElsewhereProtectsNothing(_ key: String) {
        for key in ["d/\(key)", "d/file"] { shelf.put(key, [1]) }
        for name in ["x", "y", "z/a"] { directory.write([2], "down/\(name)") }
        let store = StubStore(shelf.answer)
        let outcome = ferry(store, ["sync", "--delete", "s3://bucket/d/", "down"])
        #expect(outcome.status == 23, "\(outcome.errorText)")
        #expect(Program("ls").run(["down"], in: directory.path).outputText == "file\n")
    }

    /// Nor does the object take the place of the directory, in which there is what the other one stands for.
    @Test(arguments: timings) func whatLiesBelowAnObjectStays(_ timing: String) {
        for key in ["d/k", "d/k-b", "d/k/in"] { shelf.put(key, [1]) }
        for name in ["k/in", "k/more"] { directory.write([2], "down/\(name)") }
        let store = StubStore(shelf.answer)
        let outcome = ferry(store, ["sync", timing, "s3://bucket/d/", "down"])
        #expect(outcome.status == 23 && outcome.errorText.contains("'k/in' lies below 'k'"), "\(outcome.errorText)")
        for name in ["k/in", "k/more"] { #expect(directory.read("down/\(name)") == [2]) }
        #expect(directory.read("down/k-b") == [1])
    }

    @Test(arguments: timings) func anObjectBelowAnotherOneKeepsNothingElseFromBeingDeleted(_ timing: String) {
        for key in ["d/k", "d/k-b", "d/k/in"] { shelf.put(key, [1]) }
        for name in ["k", "gone/a", "old"] { directory.write([2], "down/\(name)") }
        let store = StubStore(shelf.answer)
        let outcome = ferry(store, ["sync", timing, "s3://bucket/d/", "down"])
        #expect(outcome.status == 23, "\(outcome.errorText)")
        #expect(Program("ls").run(["down"], in: directory.path).outputText == "k\nk-b\n", "\(outcome.errorText)")
    }

    @Test(arguments: timings) func keysAtTheDestinationKeepNothingFromBeingDeleted(_ timing: String) {
        for key in ["d/a//b", "d/../c", "d/old"] { shelf.put(key, [1]) }
        directory.write([2], "up/file")
        let store = StubStore(shelf.answer)
        let outcome = ferry(store, ["sync", timing, "up/", "s3://bucket/d"])
        #expect(outcome.status == 23, "\(outcome.errorText)")
        #expect(shelf.keys == ["d/../c", "d/a//b", "d/file"], "\(shelf.keys) \(outcome.errorText)")
    }

    /// As rsync does it nothing waits for the end of the scan, and what a later key stands for would be gone.
    @Test func whatCannotWaitIsNotDeletedAfterSuchAKey() {
        for key in ["d/a//b", "d/file"] { shelf.put(key, [1]) }
        for name in ["a/b", "old"] { directory.write([2], "down/\(name)") }
        let store = StubStore(shelf.answer)
        let outcome = ferry(store, ["rsync", "-r", "--delete-during", "s3://bucket/d/", "down"])
        #expect(outcome.status == 23, "\(outcome.errorText)")
        #expect(directory.read("down/a/b") == [2] && directory.read("down/file") == [1])
    }

    @Test(arguments: [("a//b", "t/a/b"), ("/a/./b/", "t/a/b"), ("a/x/../b", "t/a/b"), ("../b", nil), ("//", nil)])
    func theyMayStandForPaths(_ key: String, _ path: String?) throws {
        let hidden = RefusedKey.lookalike(of: Array(key.utf8), in: try RelativePath(validating: "t"))
        #expect(try hidden == (path.map { .path(try RelativePath(validating: $0)) } ?? .nothing))
    }
}
