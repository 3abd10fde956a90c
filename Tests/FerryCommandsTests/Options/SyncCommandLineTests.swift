import FerryCore
import FerrySync
import Testing

@testable import FerryCommands

/// A command line resolved without this process's environment.
func resolve(
    _ words: String..., as preset: Preset = .rsync, environment: Environment = Environment()
) throws(UsageError) -> SyncCommandLine {
    try SyncCommandLine(words.map { Array($0.utf8) }, preset: preset, environment: environment)
}

/// The one line that refuses a command line; empty when it is accepted.
func refusal(_ words: String..., as preset: Preset = .rsync) -> String {
    do {
        _ = try SyncCommandLine(words.map { Array($0.utf8) }, preset: preset, environment: Environment())
        return ""
    } catch {
        return error.message
    }
}

@Suite struct SyncCommandLineTests {
    @Test func rsyncStartsFromNothing() throws {
        let line = try resolve("a", "b")
        #expect(!line.options.selection.recursive)
        #expect(!line.options.selection.links.keep)
        #expect(!line.options.metadata.times)
        #expect(line.options.writing.fsync == .none)
        #expect(line.options.comparison.modifyWindow == 0)
    }

    @Test(
        "values without effect are refused as rsync refuses them",
        arguments: [
            ("--checksum-choice=foo", FerryCore.ExitStatus.notSupported), ("--cc=md5,foo", .notSupported),
            ("--cc=md5,", .notSupported),
            ("--max-alloc=abc", .usage), ("--max-alloc=1000", .usage), ("--protocol=19", .protocolIncompatibility),
            ("--protocol=33", .protocolIncompatibility), ("--protocol=x", .usage), ("--checksum-seed=x", .usage),
        ])
    func ignoredValues(option: String, status: FerryCore.ExitStatus) {
        let error = #expect(throws: UsageError.self) { _ = try resolve(option, "a", "b") }
        #expect(error?.status == status)
    }

    @Test func rightValuesWithoutEffectAreTaken() throws {
        for option in [
            "--cc=MD5", "--cc=xxh64,none", "--max-alloc=0", "--max-alloc=1M", "--protocol=20", "--protocol=32",
        ] {
            #expect(refusal(option, "a", "b") == "")
        }
    }

    @Test func syncStartsFromArchive() throws {
        let line = try resolve("--no-owner", "a", "b", as: .sync)
        #expect(line.options.selection.recursive)
        #expect(line.options.selection.devices)
        #expect(line.options.metadata.times)
        #expect(!line.options.metadata.owner)
        #expect(line.options.writing.fsync == .batch)
        #expect(line.options.comparison.modifyWindow == -1)
    }

    @Test(arguments: [
        (["-r", "--delete"], DeletionOptions.Timing.during), (["-r", "--delete-after"], .after),
        (["-d", "--delete-before"], .before), (["-r", "--del", "--delete-delay"], .delay),
        (["-r", "--delete-excluded"], .during),
    ])
    func deletionTiming(_ words: [String], _ timing: DeletionOptions.Timing) throws {
        let line = try SyncCommandLine(
            (words + ["a", "b"]).map { Array($0.utf8) }, preset: .rsync, environment: Environment())
        #expect(line.options.deletion.timing == timing)
    }

    @Test func deletionComesLastUnderSync() throws {
        #expect(try resolve("--delete", "a", "b", as: .sync).options.deletion.timing == .delay)
    }

    @Test func deletionNeedsDirectories() {
        #expect(refusal("--delete", "a", "b") == "--delete does not work without --recursive (-r) or --dirs (-d).")
        #expect(refusal("-a", "--no-r", "--delete", "a", "b").hasPrefix("--delete does not work"))
    }

    @Test func filesFromGivesUpImpliedRecursionOnly() throws {
        let implied = try resolve("-a", "--files-from=list", "a", "b")
        #expect(!implied.options.selection.recursive)
        #expect(implied.options.selection.directoriesOnly)
        #expect(implied.relative)
        #expect(try resolve("-ra", "--files-from=list", "a", "b").options.selection.recursive)
        #expect(try !resolve("--no-R", "--files-from=list", "a", "b").relative)
    }

    /// Names of files are bytes, in values of options too.
    @Test func valuesNeedNotBeText() throws {
        let name: [UInt8] = [0x66, 0xff]
        let options = ["-b", "--suffix=", "--partial-dir=", "--out-format="]
        let typed = options.map { Array($0.utf8) + ($0.hasSuffix("=") ? name : []) }
        let words = typed + [Array("a".utf8), Array("b".utf8)]
        let line = try SyncCommandLine(words, preset: .rsync, environment: Environment())
        let writing = line.options.writing
        #expect(writing.backup == WritingOptions.Backup(suffix: name))
        #expect(writing.partial == .directory(RelativePath(unchecked: name)))
    }

    @Test(arguments: ["/var/tmp/x", "..", "a/../b"]) func partialFilesWaitBesideTheirOwn(_ name: String) {
        #expect(throws: UsageError.self) { try resolve("--partial-dir=\(name)", "a", "b") }
    }

    @Test func backupImplications() throws {
        let beside = try resolve("-ab", "--delete", "a", "b")
        #expect(beside.options.writing.backup == WritingOptions.Backup())
        #expect(beside.options.metadata.omitsDirectoryTimes)
        #expect(beside.rules == ["P *~"])
        let apart = try resolve("-a", "--delete", "--backup-dir=./old/", "a", "b")
        #expect(apart.options.writing.backup == WritingOptions.Backup(suffix: [], directory: Array("old".utf8)))
        #expect(!apart.options.metadata.omitsDirectoryTimes)
        #expect(apart.rules == [])
    }

    @Test func impliedRulesComeLast() throws {
        let line = try resolve("-aC", "--delay-updates", "--exclude=x", "-FF", "a", "b")
        #expect(line.rules == ["x", ": /.rsync-filter", "- .rsync-filter", "-p .~tmp~/", ":C", "-C"])
    }

    @Test(arguments: [
        (["--inplace", "--partial-dir=p"], "--inplace cannot be used with --partial-dir"),
        (["--inplace", "--delay-updates"], "--inplace cannot be used with --delay-updates"),
        (["--append", "--partial-dir=p"], "--append cannot be used with --partial-dir"),
        (["--append", "-W"], "--append cannot be used with --whole-file"),
        (["-b", "--suffix="], "--suffix cannot be empty without a --backup-dir"),
        (["--suffix=a/b"], "--suffix cannot contain slashes: a/b"),
        (["--copy-dest=c", "--link-dest=d"], "'--link-dest' cannot be combined with '--copy-dest'"),
        (["-r", "--delete-before", "--delete-after"], "only one of the --delete-WHEN options may be given"),
        (["--usermap=a:b", "--chown=c"], "'--chown' conflicts with the earlier '--usermap'"),
    ])
    func conflicts(_ words: [String], _ message: String) {
        #expect(throws: UsageError(message)) {
            try SyncCommandLine(
                (words + ["a", "b"]).map { Array($0.utf8) }, preset: .rsync, environment: Environment())
        }
    }

    @Test func partialDirectoryOfTheEnvironment() throws {
        let environment = Environment(variables: ["RSYNC_PARTIAL_DIR": ".cut/"])
        #expect(
            try resolve("-P", "a", "b", environment: environment).options.writing.partial
                == .directory(RelativePath(unchecked: Array(".cut".utf8))))
        #expect(try resolve("a", "b", environment: environment).options.writing.partial == .discard)
        #expect(try resolve("--partial", "--partial-dir=.", "a", "b").options.writing.partial == .keep)
    }

    @Test func oneOperandLists() throws {
        let line = try resolve("a")
        #expect(line.options.run.listOnly)
        #expect(line.destination == nil)
        #expect(line.options.selection.directoriesOnly)
        #expect(refusal("a", as: .sync) == "a destination is needed after 'a'")
    }
}

extension SyncCommandLine {
    /// The text of each rule.
    var rules: [String] {
        filterSteps.map { step in
            switch step {
            case .rule(let text), .exclude(let text), .include(let text), .excludeFrom(let text),
                .includeFrom(let text):
                String(decoding: text.bytes, as: UTF8.self)
            }
        }
    }
}

/// Options of `sync` that name manifests.
@Suite struct SyncManifestNamesTests {
    @Test func whatIsWrittenHasSHA256ByDefault() throws {
        let names = try resolve("--manifest-out=m", "a", "b", as: .sync).manifests
        #expect(names.output == Array("m".utf8) && names.algorithms == [.sha256])
        let chosen = try resolve("--manifest-out=m", "--hash=md5,xxh128", "a", "b", as: .sync).manifests
        #expect(chosen.algorithms == [.md5, .xxh128])
    }

    @Test(arguments: [
        ["--hash=md5", "a", "b"], ["--compare-manifest=m", "a", "b"], ["--manifest=m", "a", "b", "c"],
        ["--manifest=m", "--inplace", "a", "b"], ["--manifest=m", "--append", "a", "b"],
        ["--manifest-out=m", "--append", "a", "b"],
    ])
    func refused(_ words: [String]) {
        #expect(throws: UsageError.self) {
            try SyncCommandLine(words.map { Array($0.utf8) }, preset: .sync, environment: Environment())
        }
    }

    @Test func rsyncKnowsNoManifests() {
        #expect(refusal("--manifest-out=m", "a", "b") != "")
    }
}

/// Options of `sync` about check files.
@Suite struct DeliveryOptionsTests {
    @Test func endings() throws {
        #expect(try resolve("a", "b", as: .sync).options.delivery.required == [])
        #expect(
            try resolve("--require-check-file", "a", "b", as: .sync).options.delivery.required
                == DeliveryOptions.usualEndings)
        let chosen = try resolve("--require-check-file=ok,.md5", "a", "b", as: .sync).options.delivery
        #expect(chosen.required == ["ok", "md5"] && !chosen.isCompleteRequired)
        let complete = try resolve("--require-complete", "a", "b", as: .sync).options.delivery
        #expect(complete.required == DeliveryOptions.usualEndings && complete.isCompleteRequired)
    }

    @Test func algorithms() throws {
        #expect(try resolve("--write-check-files", "a", "b", as: .sync).options.delivery.written == .sha256)
        #expect(try resolve("--write-check-files=md5", "a", "b", as: .sync).options.delivery.written == .md5)
    }

    @Test(arguments: [
        "--require-check-file=", "--require-check-file=a/b", "--require-check-file=tar.ok", "--write-check-files=crc32",
    ])
    func refused(_ word: String) {
        #expect(refusal(word, "a", "b", as: .sync) != "")
    }

    @Test func checkFilesDoNotWaitForDelayedUpdates() {
        #expect(refusal("--require-check-file", "--delay-updates", "a", "b", as: .sync) != "")
    }
}
