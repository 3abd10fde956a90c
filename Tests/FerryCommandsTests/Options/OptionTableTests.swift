import Harness
import Testing

@testable import FerryCommands

@Suite struct OptionTableTests {
    /// A name that two definitions of one command share would silently belong to the later one.
    @Test(arguments: CommandName.allCases)
    func namesAreUnique(_ command: CommandName) {
        let definitions = OptionTable.groups(for: command).flatMap(\.definitions)
        let names =
            definitions.flatMap { $0.names + $0.negations } + definitions.compactMap { $0.letter.map(String.init) }
        let repeated = Dictionary(grouping: names) { $0 }.filter { $1.count > 1 }.keys.sorted()
        #expect(repeated == [])
    }

    @Test func negationsHaveAnEffect() {
        for definition in OptionTable.groups.flatMap(\.definitions) where !definition.negations.isEmpty {
            var arguments = Arguments()
            definition.negate(&arguments)
        }
    }

    /// Every option that the installed rsync names in its help is understood, with a value where it takes one.
    @Test func knowsWhatRsyncKnows() throws {
        let help = Program("rsync").run(["--help"]).outputText
        let index = OptionIndex(.rsync)
        var known = 0
        for line in help.split(separator: "\n") where line.hasPrefix("-") {
            for word in line.prefix(25).split(whereSeparator: { $0 == " " || $0 == "," }) where word.hasPrefix("--") {
                let parts = word.dropFirst(2).split(separator: "=", maxSplits: 1)
                let name = String(parts[0])
                if name == "no-OPTION" { continue }
                let match = try #require(index.option(named: name), "--\(name)")
                known += 1
                if !match.isNegated { #expect(match.definition.takesValue == (parts.count == 2), "--\(name)") }
            }
        }
        #expect(known > 140)
    }
}
