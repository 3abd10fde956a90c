import FerryCore
import FerrySync
import Testing

@testable import FerryCommands

private func parse(_ words: String...) throws(UsageError) -> Arguments {
    var arguments = Arguments()
    try ArgumentParser.parse(words.map { Array($0.utf8) }, of: .rsync, into: &arguments)
    return arguments
}

private func value(_ text: OptionText?) -> String? {
    text.map { String(decoding: $0.bytes, as: UTF8.self) }
}

@Suite struct ArgumentParserTests {
    @Test func lettersAreBundled() throws {
        let arguments = try parse("-rvvn", "a")
        #expect(arguments.selection.recursion == .asked)
        #expect(arguments.output.verbosity == 2)
        #expect(arguments.running.dryRun)
    }

    @Test(arguments: [
        ["-nB1024"], ["-nB", "1024"], ["-nB=1024"], ["-n", "--block-size=1024"], ["--block-size", "1024"],
    ])
    func valuesFollowInEveryWay(_ words: [String]) throws {
        var arguments = Arguments()
        try ArgumentParser.parse((words + ["a"]).map { Array($0.utf8) }, of: .rsync, into: &arguments)
        #expect(value(arguments.writing.blockSize) == "1024")
        #expect(arguments.operands == [Array("a".utf8)])
    }

    @Test func valuesMayLookLikeOptions() throws {
        #expect(try value(parse("--suffix", "-x").writing.suffix) == "-x")
        #expect(try value(parse("-T--").writing.temporaryDirectory) == "--")
    }

    @Test func optionsFollowOperandsUntilTwoDashes() throws {
        let arguments = try parse("a", "-r", "-", "--", "-n", "--")
        #expect(arguments.selection.recursion == .asked)
        #expect(!arguments.running.dryRun)
        #expect(arguments.operands == ["a", "-", "-n", "--"].map { Array($0.utf8) })
    }

    @Test func negationsTakeBack() throws {
        let arguments = try parse("-a", "--no-p", "--no-times", "-vh", "--no-v", "--no-h", "--no-D")
        #expect(!arguments.metadata.permissions)
        #expect(!arguments.metadata.times)
        #expect(arguments.metadata.owner)
        #expect(arguments.output.verbosity == 0)
        #expect(arguments.output.humanReadable == nil)
        #expect(!arguments.selection.devices && !arguments.selection.specials)
    }

    @Test(arguments: [
        ("--detele", "unknown option '--detele'; did you mean '--delete'?"),
        ("--dry", "unknown option '--dry'; did you mean '--dry-run'?"),
        ("--recursi", "unknown option '--recursi'; did you mean '--recursive'?"),
        ("--xyzzy-nothing", "unknown option '--xyzzy-nothing'"),
        ("-rQ", "unknown option '-Q'"),
        ("--max-size", "option '--max-size' needs a value: SIZE"),
        ("-rB", "option '-B' needs a value: SIZE"),
        ("--archive=3", "option '--archive' takes no value"),
        ("--no-perms=1", "option '--no-perms' takes no value"),
        ("--fsync=often", "the value of '--fsync' is 'often', not one of: batch, file, none"),
    ])
    func mistakes(_ word: String, _ message: String) {
        #expect(throws: UsageError(message)) { try parse(word) }
    }

    @Test func refusedOptionsSaySo() {
        #expect(throws: UsageError("option '-X (--xattrs)' is not supported by this version", status: .notSupported)) {
            try parse("-aX")
        }
    }

    @Test func fsyncMayStandAlone() throws {
        let arguments = try parse("--fsync", "a", "b")
        #expect(arguments.writing.fsync == .file)
        #expect(arguments.operands.count == 2)
    }
}
