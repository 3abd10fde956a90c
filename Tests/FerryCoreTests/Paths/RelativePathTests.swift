import FerryCore
import Testing

@Suite struct RelativePathTests {
    @Test(arguments: ["a", "a/b", "a/b/c d", "-x", "..a", "a..", "\u{e9}"])
    func validPaths(_ text: String) throws {
        #expect(try RelativePath(validating: text).bytes == Array(text.utf8))
    }

    static let refused: [(String, PathError.Reason)] = [
        ("/", .absolute), ("/a", .absolute), ("a//b", .emptyComponent), ("a/", .emptyComponent), (".", .dots),
        ("a/./b", .dots), ("..", .dots), ("a/..", .dots), ("a/../b", .dots), ("a\0b", .nul),
    ]

    @Test(arguments: refused) func refusedPaths(_ text: String, _ reason: PathError.Reason) {
        #expect { try RelativePath(validating: text) } throws: { ($0 as? PathError)?.reason == reason }
    }

    @Test func parts() throws {
        let path = try RelativePath(validating: "a/b/c")
        #expect(path.depth == 3 && path.parent?.description == "a/b" && path.name.elementsEqual("c".utf8))
        #expect(RelativePath.root.depth == 0 && RelativePath.root.parent == nil && RelativePath.root.name.isEmpty)
        #expect(path.renamed(to: "d".utf8).description == "a/b/d")
    }

    /// An entry of a directory has it as its parent, and the other way round.
    @Test func entriesOfDirectories() throws {
        let names = ["", "a", "b", "a/b", "ab/b", "a/b/c", "a/c", "ab", "a/b/c/d"]
        let paths = try names.map { try RelativePath(validating: $0) }
        for path in paths {
            for directory in paths { #expect(path.isEntry(of: directory) == (path.parent == directory)) }
        }
    }

    @Test func inside() throws {
        let directory = try RelativePath(validating: "a/b")
        for (text, isInside) in [("a/b", true), ("a/b/c", true), ("a/bc", false), ("a", false), ("b", false)] {
            #expect(try RelativePath(validating: text).isInside(directory) == isInside)
        }
        #expect(try RelativePath(validating: "a/b/c/d").relative(to: directory)?.description == "c/d")
    }
}
