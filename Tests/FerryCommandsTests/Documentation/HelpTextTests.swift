import Testing

@testable import FerryCommands

@Suite struct HelpTextTests {
    @Test(arguments: CommandName.allCases)
    func fitsTheScreen(_ command: CommandName) {
        for line in HelpText.of(command).split(separator: "\n") { #expect(line.count <= 80, "\(line)") }
    }

    @Test func overviewFitsTheScreen() {
        for line in HelpText.overview.split(separator: "\n") { #expect(line.count <= 80, "\(line)") }
    }

    @Test func namesValues() {
        let text = HelpText.of(.sync)
        #expect(text.contains("\n  -B, --block-size=SIZE       the block size of signatures\n"))
        #expect(text.contains("\n      --fsync[=WHEN]          "))
    }

    @Test func everyCommandIsDescribed() {
        #expect(CommandDescription.all.map(\.command) == CommandName.allCases)
    }
}
