import FerryCore
import Harness
import Testing

@Suite struct OutputValuesTests {
    @Test func helpIsRsyncs() {
        #expect(OutputLevels<InfoFlag>.help == Program("rsync").run(["--info=help"]).outputText)
        #expect(OutputLevels<DebugFlag>.help == Program("rsync").run(["--debug=help"]).outputText)
    }

    @Test func valuesOverrideVerbosity() throws {
        let levels = try OutputLevels<InfoFlag>(
            verbosity: 2, values: ["stats2,misc1,flist0", "NAME0", "", "progress2,,"])
        #expect(levels[.stats] == 2 && levels[.misc] == 1 && levels[.flist] == 0 && levels[.name] == 0)
        #expect(levels[.progress] == 2 && levels[.backup] == 1 && levels[.nonreg] == 1)
        #expect(try OutputLevels<InfoFlag>(verbosity: 1)[.backup] == 0)
        #expect(try OutputLevels<InfoFlag>(verbosity: 9)[.name] == 2)
        #expect(try OutputLevels<DebugFlag>(verbosity: 3)[.del] == 2)
    }

    @Test func allAndNone() throws {
        let all = try OutputLevels<InfoFlag>(verbosity: 0, values: ["all4", "name9"])
        #expect(InfoFlag.allCases.allSatisfy { all[$0] == 4 })
        var none = try OutputLevels<InfoFlag>(verbosity: 2, values: ["none"])
        #expect(InfoFlag.allCases.allSatisfy { none[$0] == 0 })
        none.raise(.name, to: 1)
        #expect(none[.name] == 1)
        #expect(OutputLevels<InfoFlag>.asksForHelp("name,Help"))
    }

    @Test(arguments: ["foo", "name,foo", "name-1", "2", "nam", "progress2name", "none0", "name 1"])
    func refuses(_ value: String) {
        #expect(throws: ValueError.self) { try OutputLevels<InfoFlag>(verbosity: 0, values: [value]) }
    }

    @Test func formats() {
        let format = OutputFormat(parsing: "%i %-12n|%''5l%%%z%-%")
        var name = OutputFormat.Field(.name)
        (name.width, name.isLeftAligned) = (12, true)
        var length = OutputFormat.Field(.length)
        (length.width, length.readability) = (5, 2)
        var percent = OutputFormat.Field(.percentSign)
        percent.isLeftAligned = true
        #expect(
            format.parts == [
                .field(OutputFormat.Field(.itemizedChanges)), .text(Array(" ".utf8)), .field(name),
                .text(Array("|".utf8)), .field(length),
                .field(OutputFormat.Field(.percentSign)), .text(Array("%z".utf8)), .field(percent),
            ])
        #expect(format.contains(.itemizedChanges) && !format.contains(.checksum))
        #expect(OutputFormat(parsing: "%5 %").parts == [.text(Array("%5 %".utf8))])
        #expect(OutputFormat(parsing: "").parts.isEmpty)
    }
}
