import FerryCore
import Testing

/// Single patterns on single names. Whole trees are compared with rsync elsewhere.
@Suite struct WildcardTests {
    @Test(arguments: [
        // Names.
        ("foo", "a/foo", true), ("foo", "a/xfoo", false), ("foo", "foo/a", false),
        ("*", "a", true), ("*.c", "x/.c", true), ("?", "/", false), ("a?c", "abc", true), ("a?c", "ac", false),
        // Anchors, tails.
        ("/foo", "foo", true), ("/foo", "a/foo", false), ("a/b", "x/a/b", true), ("a/b", "xa/b", false),
        ("a/*", "x/a/b", true), ("a/*", "a/b/c", false), ("/a/*/c", "a/b/c", true), ("/a/*/c", "a/b/b/c", false),
        ("b/?", "c", false), ("a//b", "a/b", false),
        // Double stars.
        ("**/b", "b", true), ("**/b", "a/b", true), ("a/**", "x/a/b/c", true), ("a/**/c", "a/c", false),
        ("a**c", "x/a/b/c", true), ("/a/**/c", "a/b/b/c", true), ("**", "a/b", true), ("a/***", "a/b", true),
        ("*a*b**c*d", "xaxbx/cxd", true), ("*a*b**c*d", "xa/bx/cxd", false), ("**a*b**c", "ab/a/xab/c", true),
        // Classes.
        ("[abc]x", "bx", true), ("[!abc]x", "bx", false), ("[^a-c]x", "dx", true), ("[]a]", "]", true),
        ("[a-]", "-", true), ("[--0]", ".", true), ("[\\]]", "]", true), ("[a-\\c]", "b", true),
        ("[[:upper:]]", "A", true),
        ("[[:upper:]]", "a", false), ("[[:digit:][:lower:]]x", "0x", true), ("[![:digit:]]", "5", false),
        ("[[:nope:]]", "n", false), ("[[:", ":", false), ("[abc", "a", false), ("[!/]", "a", false),
        ("a[/]b", "a/b", false),
        ("[[:a]", ":", true), ("[[:]", "[", true),
        // Backslashes count only beside wildcards.
        ("a\\b", "a\\b", true), ("a\\b", "ab", false), ("a\\b*", "abc", true), ("a\\*", "a*", true),
        ("a\\**", "a*b", true),
        ("a\\?", "ab", false), ("*\\", "a\\", false), ("\\[*", "[x", true),
    ])
    func matches(_ pattern: String, _ path: String, _ expected: Bool) throws {
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
