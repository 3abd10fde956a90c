import Harness

/// Filter rules of random kinds, in the syntax of the place they stand in.
enum Rules: Sendable {
    /// `--filter`, merge files, `.rsync-filter`
    case full
    /// `--exclude-from`, and merge files with the `-` modifier
    case patterns
    /// `.cvsignore`: patterns between spaces
    case words

    /// Files with rules that trees hold, and how they are written.
    static let files: [([UInt8], Rules)] = [
        (Array(".rsync-filter".utf8), .full), (Array(".rules".utf8), .full), (Array(".ignore".utf8), .patterns),
        (Array(".cvsignore".utf8), .words),
    ]

    func randomText(using generator: inout SeededGenerator) -> String {
        let count = Int.random(in: 0...3, using: &generator)
        let separator = self == .words ? " " : "\n"
        let lines = (0..<count).map { _ in
            self == .full ? Self.rule(using: &generator) : Self.pattern(using: &generator)
        }
        return lines.joined(separator: separator) + "\n"
    }

    static func pattern(using generator: inout SeededGenerator) -> String {
        let name = generator.pick(Names.plain)
        return generator.pick(weighted: [
            (10, name), (8, "*.o"), (6, "/\(name)"), (6, "\(name)/"), (4, "*"), (4, "?"), (4, "a*"), (3, "[ab]"),
            (3, "[!a]"), (3, "**/\(name)"), (3, "\(name)/**"), (3, "/\(name)/***"), (3, "*/"), (2, "\(name)/*"),
            (2, "/*/\(name)"), (2, "\(name)/\(generator.pick(Names.plain))"), (1, "[[:lower:]]"), (1, "**"),
            (1, "\\*"), (1, "[a-c]*"), (1, "*.[co]"),
        ])
    }

    static func rule(using generator: inout SeededGenerator) -> String {
        let kind = generator.pick(weighted: [
            (20, "- "), (12, "+ "), (3, "exclude "), (3, "include "), (3, "P "), (2, "R "), (3, "H "), (2, "S "),
            (2, "-! "),
            (2, "-/ "), (2, "-s "), (2, "-r "), (2, "+s "), (2, "-p "), (1, "-x "), (2, "- /"), (1, "protect "),
            (1, "hide,! "), (1, "+,r "),
        ])
        return kind + pattern(using: &generator)
    }

    /// A rule of the command line: these can also name further files.
    static func commandLineRule(using generator: inout SeededGenerator) -> String {
        generator.pick(weighted: [
            (20, rule(using: &generator)), (3, ": .rules"), (2, ":- .ignore"), (2, "dir-merge .rules"),
            (1, ":n .rules"), (1, ":e .rules"), (1, ":s .rules"), (1, ":w- .ignore"), (1, ":C"), (1, "-C"), (1, "!"),
            (2, ". rules"), (1, ".- patterns"), (1, ": /.rules"),
        ])
    }
}
