import FerryCore
import Harness
import Testing

/// Single patterns on single names. Whole trees are compared with rsync elsewhere.
@Suite struct WildcardTests {
    @Test(arguments: Fixture.rows(of: "wildcards.tsv"))
    func matches(_ row: [String]) throws {
        let (pattern, path, expected) = (row[0], row[1], row[2] == "yes")
        var list = FilterList()
        try list.add(Array("- \(pattern)".utf8)) { (_) in nil }
        let scope = FilterScope(list, side: .sender, base: [])
        #expect(scope.excludes(RelativePath(unchecked: Array(path.utf8)), isDirectory: false) == expected)
    }

    @Test(arguments: [("foo/", "foo", true), ("a/***", "a", true), ("a/**", "a", false), ("/a/b/***", "a/b", true)])
    func matchesDirectories(_ pattern: String, _ path: String, _ expected: Bool) throws {
        var list = FilterList()
        try list.add(Array("- \(pattern)".utf8)) { (_) in nil }
        let scope = FilterScope(list, side: .sender, base: [])
        #expect(scope.excludes(RelativePath(unchecked: Array(path.utf8)), isDirectory: true) == expected)
    }

    /// Patterns that take backtracking matchers exponential time.
    @Test func staysPolynomial() throws {
        var list = FilterList()
        try list.add(Array(("- " + String(repeating: "*a", count: 60) + "*b").utf8)) { (_) in nil }
        try list.add(Array(("- " + String(repeating: "**a", count: 60) + "**b").utf8)) { (_) in nil }
        let path = RelativePath(unchecked: Array(repeating: UInt8(ascii: "a"), count: 255))
        #expect(!FilterScope(list, side: .sender, base: []).excludes(path, isDirectory: false))
    }
}
