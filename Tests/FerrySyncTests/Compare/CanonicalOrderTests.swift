import FerryCore
import Harness
import Testing

@Suite struct CanonicalOrderTests {
    @Test func namesBetweenAFileAndADirectory() {
        let keys: [(RelativePath, Bool)] = [
            ("", true), ("a", false), ("a!", false), ("a-b", false), ("a.b", true), ("a.b/c", false), ("a", true),
            ("a/x", false), ("a0", false), ("aa", true), ("b", false), ("\u{e9}", false),
        ]
        for (index, left) in keys.enumerated() {
            for (other, right) in keys.enumerated() {
                let order = CanonicalOrder.compare(left.0, isDirectory: left.1, right.0, isDirectory: right.1)
                #expect(order.signum() == (index - other).signum(), "\(left) \(right)")
            }
        }
    }

    @Test func isTheByteOrderOfPathsWithTheirSlash() {
        var trees = RandomTrees(seed: RandomTests.seed)
        for _ in 0..<RandomTests.iterations(default: 50) {
            let entries = trees.tree().entries
            let keys = entries.map { $0.path.bytes + ($0.isDirectory ? [RelativePath.separator] : []) }
            #expect(zip(keys, keys.dropFirst()).allSatisfy { $0.lexicographicallyPrecedes($1) })
        }
    }
}
