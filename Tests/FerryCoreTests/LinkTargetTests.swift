import FerryCore
import Testing

/// Each case was decided by rsync 3.5.0 with `--safe-links`.
@Suite struct LinkTargetTests {
    @Test(arguments: [
        ("file", "from", false), ("file", "from/dir/link", false), ("/etc/passwd", "from", true), ("", "from", true),
        ("..", "link", true), ("..", "dir/link", false), ("../..", "dir/link", true), ("../../", "dir/link", true),
        ("../file", "dir/link", false), ("../file", "link", true), ("./file", "link", false),
        ("./../x", "dir/link", true), ("./..", "link", true),
        ("dir/..", "link", true), ("dir/../..", "link", true), ("a/../../b", "link", true),
        ("../../x/y", "a/b/link", false), ("../../../x", "a/b/link", true), (".", "link", false),
        ("...", "link", false), ("..a/b", "link", false), ("a//..//..//b", "link", true),
    ])
    func leavesTree(target: String, path link: String, expected: Bool) {
        #expect(LinkTarget.leavesTree(Array(target.utf8), from: RelativePath(unchecked: Array(link.utf8))) == expected)
    }
}
