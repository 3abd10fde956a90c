import FerryCore
import Testing

/// rsync's rule for `--safe-links` and `--copy-unsafe-links` (rsync(1), SYMBOLIC LINKS; util1.c, unsafe_symlink, which since 3.4.0
/// refuses `..` anywhere but at the start).
@Suite struct UnsafeLinkTests {
    static let links: [(path: String, target: String, isUnsafe: Bool)] = [
        ("l", "", true), ("l", "/etc", true), ("l", "a", false), ("l", "..", true), ("l", "../a", true),
        ("l", "a/..", true), ("l", "a/../..", true), ("l", "./a", false), ("l", "a//b", false), ("d/l", "..", false),
        ("d/l", "../a", false), ("d/l", "../..", true), ("d/l", "../../a", true), ("d/l", "x/../../a", true),
        ("d/l", "x/../../../a", true), ("d/e/l", "../../a", false), ("d/e/l", "../../../a", true),
        ("l", "a../b", false),
        ("l", "..a", false), ("l", "...", false),
    ]

    @Test(arguments: links) func table(_ link: (path: String, target: String, isUnsafe: Bool)) {
        let entry = Entry(
            path: RelativePath(unchecked: Array(link.path.utf8)), kind: .symlink, linkTarget: Array(link.target.utf8))
        #expect(entry.isUnsafeLink == link.isUnsafe, "\(link.path) -> \(link.target)")
    }
}
