import Harness

/// Names of entries: mostly a few short ones, such that trees collide, some that are hard to handle.
enum Names {
    static let plain = ["a", "b", "c", "d", "a.o", "b.c", "core", "a-b", "ab", "x~", "dir", "file"]
    static let odd = [
        "two words", "-dash", "*", "[a]", "a?b", "#hash#", ".hidden", "back\\slash", "new\nline", "q'uote\"", "é",
        "%41",
        "\\#101", "tab\t",
    ]

    static func random(using generator: inout SeededGenerator) -> [UInt8] {
        switch Int.random(in: 0..<100, using: &generator) {
        case 0..<84: Array(generator.pick(plain).utf8)
        case 84..<97: Array(generator.pick(odd).utf8)
        case 97..<99: [0x6c, 0x31, 0xe9, 0xff]
        // Long, with room for the suffix of a backup.
        default: [UInt8](repeating: 0x6e, count: 250)
        }
    }
}
