import Harness
import Testing

/// What is said besides the fates of entries, beside the installed rsync: lines that scripts look for.
@Suite("lines of ferry rsync and rsync")
struct SpokenLinesTests {
    private static let tree = """
        umask 022; mkdir -p src/d/e src/k dst/d dst/old ref
        echo hello > src/a; echo bbbb > src/b; head -c 30000 /dev/zero > src/big; ln -s a src/l; ln src/a src/hard
        mkfifo src/p; echo x > src/d/x; echo y > src/x.tmp; cp -a src/. ref; echo r > ref/big
        cp -p src/b dst/b; cp -p src/d/x dst/d; echo older > dst/a; echo > dst/gone; echo z > dst/x.tmp
        printf 'k\\n' > names; find src ref dst -exec touch -hd @1500000000 {} +; touch -d @1 dst/a dst/d/x

        """

    /// Numbers of the wire, and of the clock, are each program's own; rsync alone tells what matched, and repeats options.
    private static let compare = """
        own='^(sent |total size|total: matches|(.new. )?backup_dir is|File list generation|Total bytes|$)'
        spoken() {
            grep -vE "$own" "$1" | sort
            if [ -e log ]; then cut -d' ' -f4- log | grep -vE "$own" | sort; fi
        }
        for program in rsync 'ferry rsync'; do
            mkdir "$program"
            (cd "$program" && { SETUP
            } && { $program ARGUMENTS > lines; echo "status $?" >> lines; } && spoken lines > ../"$program.spoken")
        done
        diff rsync.spoken 'ferry rsync.spoken'
        """

    @Test(
        "the same lines, in any order",
        arguments: [
            "-avv src/ dst/",
            "-avv --delete --exclude='*.tmp' src/ dst/",
            "-avv --delete --filter='P gone' src/ dst/",
            "-a --debug=filter --delete-before --exclude=d/ --exclude=/b src/ dst/",
            "-a --debug=filter -f '-s p' src dst/",
            "-avv --no-whole-file src/ dst/",
            "-avvb --delete src/ dst/",
            "-ab --info=backup src/ dst/",
            "-ab --info=backup --backup-dir=kept --delete src/ dst/",
            "-ab --info=backup --backup-dir=../bk/ src/ dst/",
            "-ab --info=backup --backup-dir=../ref src/ dst/",
            "-avv --remove-source-files src/ dst/",
            "-a --info=remove --remove-source-files src dst/",
            "-av --mkpath src/ new/x/y/",
            "-av --mkpath src/ new",
            "-ai --mkpath src/a new/x/y",
            "-ai --mkpath src/a new/x/y/",
            "-anv --mkpath src/a new/x/y",
            "-an --stats src/ dst/",
            "-an --no-W --stats src/ dst/",
            "-avv --copy-dest=../ref src/ dst/",
            "-avv --link-dest=../ref src/ dst/",
            "-avv --compare-dest=../ref src/ dst/",
            "-aHc --out-format='%C %n' src/ dst/",
            "-aHc --out-format='%C %n' src new",
            "-aH --out-format='%C %n' src new",
            "-a --log-file=log src/ dst/",
            "-av --log-file=log --delete -b src/ dst/",
            "-a --stats --log-file=log src/ dst/",
            "-av --log-file=log --mkpath src/ new/x",
            "-ai --mkpath src/ new/x/y",
            "-aii --log-file=log src/ dst/",
            "-aq --log-file=log src/ dst/",
            "--list-only src/a src/b nowhere/x/y",
            "--list-only src/a src/b dst/a",
            "-r --list-only src dst",
            "-a --files-from=nowhere src/ dst/",
        ])
    func agree(_ arguments: String) {
        let script = Self.compare.replacing("SETUP", with: Self.tree).replacing("ARGUMENTS", with: arguments)
        let outcome = Shell().run(script)
        #expect(outcome.status == 0, "\(outcome.outputText)\(outcome.errorText)")
    }

    /// rsync says only that the rule was in a file.
    @Test("a rule of a file that hides a name is told")
    func ruleOfFile() {
        let outcome = Shell().run(
            Self.tree + """
                ferry rsync -avv --exclude-from=names src/ dst/ | grep hiding
                echo '- b' > src/d/.rules; touch src/d/b
                ferry rsync -a --debug=FILTER -f ': .rules' src/ dst/
                """)
        #expect(
            outcome.outputText == """
                [sender] hiding directory k because of pattern k
                [sender] hiding file d/b because of pattern b

                """, "\(outcome.outputText)")
    }

    @Test("names do not go on in the line about the whole run")
    func namesBesideProgress() {
        let script = "ferry rsync -a --info=progress2,name src/ dst/ | tr '\\r' '\\n' | grep big"
        let outcome = Shell().run(Self.tree + script)
        #expect(outcome.outputText == "big\n", "\(outcome.outputText)")
    }
}
