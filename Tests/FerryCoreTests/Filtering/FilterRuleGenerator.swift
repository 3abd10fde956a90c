import Harness

/// Rules that rsync accepts, with every name and modifier, over the names of `FilterScenario`.
struct FilterRuleGenerator {
    /// Whether merge rules name a side, or else the rules in their files do: both together are refused.
    let hasSidedMerges: Bool
    /// What ends the lines of files.
    let lineEnd: String

    init(hasSidedMerges: Bool, nulSeparated: Bool) {
        self.hasSidedMerges = hasSidedMerges
        lineEnd = nulSeparated ? "\0" : "\n"
    }

    mutating func pattern(_ random: inout SeededGenerator) -> String {
        var pattern = (0..<random.pick([1, 1, 1, 2, 2, 3])).map { _ in component(&random) }.joined(separator: "/")
        if random.oneIn(4) { pattern = "/" + pattern }
        if random.oneIn(4) { pattern += "/" }
        if random.oneIn(12) { pattern += random.pick(["***", "/***", "**", "/**"]) }
        if random.oneIn(12) {
            pattern = random.pick(["**", "**/", "/**/", "src/", "/src/", "place/src/", "**/place/dst/"]) + pattern
        }
        return pattern
    }

    private func component(_ random: inout SeededGenerator) -> String {
        switch Int.random(in: 0..<6, using: &random) {
        case 0, 1: random.pick(FilterScenario.directories.filter { !$0.contains(" ") })
        case 2: random.pick(FilterScenario.names)
        case 3: random.pick(["*", "*.c", "*.?", "d?", "**", "a**", "*o*", "?*", "s*b", "d**c"])
        case 4:
            random.pick([
                "[a-c]*", "[!a]*", "[^d]?", "[[:alpha:]]*", "[]a].o", "[a\\]b].c", "f\\[1\\]", "[[:foo:]]", "*[12]",
                "[a-",
            ])
        default: random.pick(["back\\slash", "back\\\\sla?h", "z\\*", "f[1]", "x?y", "core", ".h*", "*[!.]*", "[.]*"])
        }
    }

    mutating func rule(_ random: inout SeededGenerator) -> String {
        if random.oneIn(30) { return random.pick(["!", "clear"]) }
        let name = random.pick([
            "-", "+", "-", "+", "H", "S", "P", "R", "exclude", "include", "hide", "show", "protect", "risk",
        ])
        if random.oneIn(20) { return random.pick(["-C", "-pC", "-sC", "-rC", "-srC", "+C", "-C "]) }
        let namesSide = !["-", "+", "exclude", "include"].contains(name)
        var modifiers = ["!", "p", "/", "x"].filter { _ in random.oneIn(12) }.joined()
        if !namesSide { modifiers += random.pick(["", "", "", "s", "r", "sr"]) }
        if !modifiers.isEmpty, name.count > 1 || random.oneIn(3) { modifiers = "," + modifiers }
        return name + modifiers + random.pick([" ", "_"]) + pattern(&random)
    }

    mutating func oldStyle(_ random: inout SeededGenerator) -> String {
        random.oneIn(30) ? "!" : random.pick(["", "", "", "- ", "+ "]) + pattern(&random)
    }

    mutating func oldStyleFile(_ random: inout SeededGenerator) -> String {
        (0..<3).map { _ in oldStyle(&random) }.joined(
            separator: random.pick([lineEnd, lineEnd + "# text" + lineEnd + ";" + lineEnd])) + lineEnd
    }

    mutating func directoryMerge(_ random: inout SeededGenerator) -> String {
        let name = random.pick([":", "dir-merge"])
        let file = random.pick([
            ".rules", ".other", ".plain", ".words", ".rules", "/.rules", "../.other", "/.rsync-filter", ".cvsignore",
        ])
        var modifiers = random.pick(["", "", "n", "e", "p", "en", "/"] + (hasSidedMerges ? ["s", "r", "s", "r"] : []))
        if file.hasSuffix(".plain") { modifiers += random.pick(["-", "+"]) }
        if file.hasSuffix(".words") { modifiers += "w" }
        if file.hasSuffix(".cvsignore") { modifiers += "C" }
        return name + (modifiers.isEmpty ? "" : "," + modifiers) + random.pick([" ", "_"]) + file
    }

    /// - Parameter nested: the file lies in a tree and may name further files.
    mutating func file(_ random: inout SeededGenerator, nested: Bool) -> String {
        var lines = (0..<Int.random(in: 0...3, using: &random)).map { _ in fileRule(&random) }
        if nested, random.oneIn(6) {
            lines.append(random.pick([": .other", ":n .rules", ":- .plain", ":e .other", ":C"]))
        }
        if random.oneIn(8) { lines.insert("# comment", at: 0) }
        return lines.joined(separator: lineEnd) + (random.oneIn(2) ? lineEnd : "")
    }

    func lines(_ lines: [String]) -> String { lines.map { $0 + lineEnd }.joined() }

    private mutating func fileRule(_ random: inout SeededGenerator) -> String {
        if random.oneIn(12) { return "!" }
        let modifiers = ["!", "p", "/"].filter { _ in random.oneIn(15) }.joined()
        let names = ["-", "-", "+"] + (hasSidedMerges ? [] : ["H", "S", "P", "R", "-s", "-r", "+sr"])
        return random.pick(names) + modifiers + " " + pattern(&random)
    }
}

extension SeededGenerator {
    /// True once in `count` times on average.
    mutating func oneIn(_ count: Int) -> Bool { Int.random(in: 0..<count, using: &self) == 0 }
}
