import Testing

/// A difference from rsync that was found by a random comparison, shrunk by hand.
struct MendedDifference: Sendable, CustomTestStringConvertible {
    let testDescription: String
    /// Makes what the arguments name.
    let setup: String
    let arguments: String

    init(_ title: String, _ setup: String, _ arguments: String) {
        testDescription = title
        self.setup = setup
        self.arguments = arguments
    }
}

extension MendedDifference {
    static let all = names + ways + links + keptLinks + metadata + backups

    private static let names = [
        MendedDifference(
            "-R: no directories for a name that a rule leaves out",
            "mkdir -p src/a src/b dst", "-R -r --exclude=/src/a src/a dst/"),
        MendedDifference(
            "-R: but those for another name in the same directory",
            "mkdir -p src/a src/b dst", "-R -r --exclude=/src/a src/a src/b dst/"),
        MendedDifference(
            "-R: the root for a name that does not exist",
            "mkdir -p src dst; touch -d @1 dst", "-R -a ./src/a dst/"),
        MendedDifference(
            "-R: but not where a rule leaves the dot out", "mkdir -p src dst; touch -d @1 dst",
            "-R -a --exclude='*/' ./src/a dst/"),
        MendedDifference(
            "-R: nor where directories take no part", "mkdir -p src dst; touch -d @1 dst", "-R -t ./src/a dst/"),
        MendedDifference(
            "-R: nor then with a file below it", "mkdir -p src dst; echo 1 > src/a; touch -d @1 dst",
            "-R -t ./src/a dst/"),
        MendedDifference(
            "-H -L: a symlink that is followed is one more name of its file",
            "mkdir src; echo x > src/a; ln src/a src/b; ln -s a src/lnk; touch -d @1 src/a src", "-a -H -L src/ dst/"),
        MendedDifference(
            "-J: the time of a symlink that leads elsewhere now",
            "mkdir src dst; ln -s a src/l; ln -s b dst/l; touch -hd @1 src/l dst/l",
            "-a -J src/ dst/"),
        MendedDifference(
            "-R: nor with a list of files", "mkdir -p src/a dst; touch -d @1 dst; echo ./a > list",
            "-R -a --exclude='*/' --files-from=list src dst/"),
        MendedDifference(
            "-R: not the root for a directory that is skipped", "mkdir -p src/a dst; touch -d @1 dst",
            "-R -t ./src/a dst/"),
        MendedDifference(
            "-R --delete: a directory that a name leads through replaces a file",
            "mkdir -p src/a/b dst; touch dst/a", "-R -r --delete src/./a/b/ dst/"),
        MendedDifference("-R: the root once", "mkdir -p src/a dst; touch -d @1 dst src", "-R -a src/./ dst/"),
        MendedDifference("-m: the root stays", "mkdir -p src/a dst; touch -d @1 src", "-a -m src/ dst/"),
        MendedDifference(
            "-R: no directories for a directory that is skipped", "mkdir -p src/a dst", "-R -l src/a dst/"),
        MendedDifference(
            "-R: directories for what is to be deleted",
            "mkdir -p src dst/src; touch dst/src/a; touch -d @1 src", "-R -a --delete-missing-args src/a dst/"),
        MendedDifference(
            "-R: a single file below its directories needs a directory", "mkdir src dst; touch src/a",
            "-R -a src/a dst/new"),
        MendedDifference(
            "what a rule leaves out gives no name to a new destination",
            "mkdir -p src/b dst", "-a '--exclude=?' src/b dst/new"),
        MendedDifference(
            "a directory that rules empty is copied to the new name itself",
            "mkdir -p src/b dst; touch src/b/x", "-a --exclude=x src/b dst/new"),
        MendedDifference(
            "what rules leave of several names gets the new name",
            "mkdir -p src dst; touch src/x src/y", "-a --exclude=x src/x src/y dst/new"),
        MendedDifference(
            "the only name of a list gets the new name", "mkdir src dst; touch src/x; echo x > list",
            "-a --files-from=list src/ dst/new"),
        MendedDifference(
            "a listed directory that a rule hides still leads to other names",
            "mkdir -p src/a dst; touch src/a/x src/a/y; printf 'a/x\\na/\\n' > list",
            "-a '--filter=H a' --files-from=list src/ dst/"),
    ]

    private static let links = [
        MendedDifference(
            "-d: a directory of one source wins over another source's file", "mkdir -p src/b more dst; echo x > more/b",
            "-d more/ src/ dst/"),
        MendedDifference(
            "-H --compare-dest: a name that a tree has otherwise is the one that is sent",
            "mkdir -p src/c ref/c dst; echo x > src/a; ln src/a src/c/b; echo more > ref/c/b; chmod 600 ref/c/b",
            "-r -H --compare-dest=../ref src/ dst/"),
        MendedDifference(
            "--max-delete: what is in the way of a file counts",
            "mkdir -p src dst/a dst/b; echo x > src/a; touch dst/a/x", "-a --delete --max-delete=0 src/ dst/"),
        MendedDifference(
            "-L: a link to nothing that a rule leaves out, if only as a directory, is no error",
            "mkdir src dst; ln -s nothing src/a", "-d -L '--filter=- */' src/ dst"),
        MendedDifference(
            "a link that is copied as a directory comes before another source's link",
            "mkdir -p src more dst out; touch out/x; ln -s ../out src/b; ln -s b more/b",
            "-a --copy-unsafe-links src/ more/ dst/"),
        MendedDifference(
            "--remove-source-files removes the link that was followed",
            "mkdir src dst; echo x > file; ln -s ../file src/a", "-r -L --remove-source-files src/ dst/"),
        MendedDifference(
            "--remove-source-files: a file that two links lead to is removed once",
            "mkdir -p src/x dst; echo x > src/x/f; ln -s x src/d", "-r -L --remove-source-files src/ dst/"),
        MendedDifference(
            "-H: a link in place of a symlink is compared with that",
            "mkdir src dst; echo x > src/a; ln src/a src/b; touch -d @1 src/a; cp -p src/a dst; ln -s a dst/b",
            "-a -H src/ dst/"),
        MendedDifference(
            "-H: and in place of a directory",
            "mkdir -p src dst/b; echo x > src/a; ln src/a src/b; touch -d @1 src/a; echo old > dst/a",
            "-r -H src/ dst/"),
        MendedDifference(
            "-H: but what is in the way of the first name is gone by then",
            "mkdir -p src/d dst; echo x > src/a; ln src/a src/d/b; mkfifo dst/a", "-r -H src/ dst/"),
        MendedDifference(
            "-H: not in a dry run",
            "mkdir -p src/d dst; echo x > src/a; ln src/a src/d/b; mkfifo dst/a", "-r -n -H src/ dst/"),
        MendedDifference(
            "-H: a link of a symlink has other permissions than what was no symlink",
            "mkdir -p src dst/b; ln -s x src/a; ln src/a src/b; chmod 750 dst/b", "-a -H src/ dst/"),
        MendedDifference(
            "-H: the name that the destination has is the one that is sent",
            "mkdir src dst; echo new > src/b; ln src/b src/c; ln src/b src/a; echo older > dst/b; touch -d @1 src/* dst/*",
            "-r -H src/ dst/"),
        MendedDifference(
            "-H with --link-dest: the names of an unchanged file are linked to it",
            "mkdir -p src/c ref dst; echo x > src/a; ln src/a src/c/b; cp -a src/a ref/a",
            "-a -H --link-dest=../ref src/ dst/"),
    ]

    private static let keptLinks = [
        MendedDifference(
            "-K: a symlink to a directory stays where the sources have a directory",
            "mkdir -p src/d src/e dst/e; echo x > src/d/f; ln -s e dst/d; touch -d @1 src/d/f src/* src",
            "-r -K src/ dst/"),
        MendedDifference(
            "-K: what is below it is compared",
            "mkdir -p src/d src/e dst/e; echo x > src/d/f; cp -p src/d/f dst/e; ln -s e dst/d", "-r -t -O -K src/ dst/"),
        MendedDifference(
            "-K: but not where the sources have something else", "mkdir -p src dst/e; touch src/d; ln -s e dst/d",
            "-r -K src/ dst/"),
    ]

    private static let metadata = [
        MendedDifference(
            "without -p a new directory keeps the set-group-ID bit that it inherits",
            "mkdir -p src/a/b dst; chmod 2755 dst; chmod 700 src/a", "-r src/ dst/"),
        MendedDifference(
            "--chmod=Dg+s: a file inherits the group of a directory that gets the bit",
            "mkdir -p src/b dst/b; touch src/b/d; chgrp 1 src/b dst/b", "-r -p --chmod=Dg+s src/ dst/"),
        MendedDifference(
            "--delay-updates: a file inherits the group of its directory",
            "mkdir src dst; touch src/a; chgrp 1 dst; chmod 2755 dst", "-r --delay-updates src/ dst/"),
        MendedDifference(
            "-H --delay-updates: further names are links to the new file",
            "mkdir src dst; echo new > src/a; ln src/a src/b; echo one > dst/a; echo two > dst/b; touch -d @1 dst/a dst/b",
            "-a -H --delay-updates src/ dst/"),
        MendedDifference(
            "-H --delay-updates: further names where there is none yet",
            "mkdir src dst; echo new > src/a; ln src/a src/b; ln src/a src/c", "-a -H --delay-updates src/ dst/"),
        MendedDifference(
            "--delay-updates: a directory keeps its time where a file replaces another one",
            "mkdir -p src dst/a; echo x > src/a; touch -d @1 src dst", "-r -t --delay-updates src/ dst/"),
        MendedDifference(
            "-c -U: comparing changes no access time",
            "mkdir src dst; echo x > src/a; echo x > dst/a; touch -d @1 src/a dst/a", "-r -t -c -U src/ dst/"),
        MendedDifference(
            "-U --modify-window: also for access times",
            "mkdir src dst; mkfifo src/a dst/a; chmod 600 dst/a; touch -a -d @101 src/a; touch -a -d @100 dst/a; "
                + "touch -m -d @1 src/a dst/a", "-a -U --modify-window=2 src/ dst/"),
        MendedDifference(
            "-U: fractions of a second are no other access time",
            "mkdir src dst; echo x > src/a; echo x > dst/a; touch -m -d @1 src/a dst/a; touch -a -d @100.5 src/a; "
                + "touch -a -d @100 dst/a", "-a -U src/ dst/"),
    ]

    private static let backups = [
        MendedDifference(
            "-b: of a FIFO where --compare-dest has what is wanted",
            "mkdir src ref dst; echo text > src/c; touch -d @1 src/c; cp -p src/c ref/c; mkfifo dst/c; touch -d @1 dst",
            "-a -b --compare-dest=../ref src/ dst/"),
        MendedDifference(
            "--force: a directory where --compare-dest has what is wanted",
            "mkdir -p src ref dst/c/d; echo text > src/c; touch -d @1 src/c; cp -p src/c ref/c; echo > dst/c/d/e",
            "-a --force --compare-dest=../ref src/ dst/"),
        MendedDifference(
            "-b: times of new directories that --link-dest has otherwise",
            "mkdir -p src/a src/b ref/a ref/b dst; touch -d @1 src/* ref/b; touch -d @2 ref/a; chmod 700 ref/b",
            "-a -b --link-dest=../ref src/ dst/"),
        MendedDifference(
            "-b: of a backup that a file replaces, no backup is made",
            "mkdir src dst; echo x > src/a~; mkfifo dst/a~", "-r -b src/ dst/"),
        MendedDifference(
            "-b: but of a file that a file replaces",
            "mkdir src dst; echo x > src/a~; echo old > dst/a~", "-r -b src/ dst/"),
        MendedDifference(
            "-b --inplace: the copy of the old file has no older time without -t",
            "mkdir src dst; echo x > src/a; echo old > dst/a; touch -d @1 dst/a", "-r -b --inplace src/ dst/"),
        MendedDifference(
            "--delete-after: merge files that came with the transfer protect what they name",
            "mkdir -p src/d dst/d; echo '?' > src/d/.ignore; echo x > dst/d/a; echo x > dst/d/ab; echo x > dst/b",
            "-a --delete-after '--filter=:- .ignore' src/ dst/"),
        MendedDifference(
            "--delete-after: and protect no more what they named before",
            "mkdir -p src/d dst/d; echo z > src/d/.ignore; echo '?' > dst/d/.ignore; echo x > dst/d/a; touch dst/d/z",
            "-a --delete-after '--filter=:- .ignore' src/ dst/"),
        MendedDifference(
            "-b --inplace -H: what a link replaces is kept itself, with its further names",
            "mkdir src dst; echo x > src/a; ln src/a src/b; echo x > dst/a; echo old > dst/b; ln dst/b dst/c",
            "-a -H -b --inplace --backup-dir=kept src/ dst/"),
        MendedDifference(
            "-b -U --append: the copy of the old file has its access time",
            "mkdir src dst; echo xy > src/a; printf x > dst/a; touch -d @1 src/a dst/a",
            "-a -b -U --append src/ dst/"),
        MendedDifference(
            "--backup-dir below the destination, made by a late deletion, changes no time",
            "mkdir src dst; touch dst/a; touch -d @1 src dst", "-a -b --backup-dir=kept --delete-delay src/ dst/"),
        MendedDifference(
            "--backup-dir two levels below the destination, made by an early deletion, changes no time",
            "mkdir -p src/a dst/a/b; echo x > dst/a/b/c; touch -d @1 src/a src dst/a/b; touch -d @2 dst/a dst",
            "-a -b --backup-dir=a/kept/deep --delete-during src/ dst/"),
        MendedDifference(
            "--link-dest: a file that differs has the permissions of the other one without -p",
            "mkdir -p src ref dst; echo 1 > src/a; echo 22 > ref/a; chmod 600 src/a; chmod 755 ref/a",
            "-r --link-dest=../ref src/ dst/"),
        MendedDifference(
            "--copy-dest: also in place of a symlink",
            "mkdir -p src ref dst; echo 1 > src/a; echo 22 > ref/a; chmod 600 src/a; chmod 755 ref/a; ln -s x dst/a",
            "-r --copy-dest=../ref src/ dst/"),
        MendedDifference(
            "--compare-dest: a directory with other permissions has another time without -t",
            "mkdir -p src/a ref/a dst; chmod 2755 src/a; touch -d @1 src/a ref/a",
            "-r -p --compare-dest=../ref src/ dst/"),
        MendedDifference(
            "--backup-dir: a directory in it is as closed as the other one is to be",
            "mkdir -p src/b dst/b; echo new > src/b/x; echo old > dst/b/x; chmod 700 src/b; chown 1:1 src/b",
            "-a -b --backup-dir=kept src/ dst/"),
        MendedDifference(
            "--backup-dir: also for what is deleted meanwhile",
            "mkdir -p src/b dst/b; echo old > dst/b/x; chmod 2750 src/b", "-a -b --backup-dir=kept --delete src/ dst/"),
        MendedDifference(
            "--backup-dir: but not for what is deleted before",
            "mkdir -p src/b dst/b; echo old > dst/b/x; chmod 700 src/b",
            "-a -b --backup-dir=kept --delete-before src/ dst/"),
        MendedDifference(
            "-b --link-dest: of a symlink that makes way for a link to a file",
            "mkdir src ref dst; echo x > src/a; touch -d @1 src/a; cp -p src/a ref/a; ln -s b dst/a",
            "-a -b --link-dest=../ref src/ dst/"),
        MendedDifference(
            "--backup-dir below the destination, never made, changes no time",
            "mkdir src dst; touch -d @1 src; touch -d @1.5 dst", "-a -b --backup-dir=kept src/ dst/"),
        MendedDifference(
            "-UU: reading changes no access time",
            "mkdir src; echo x > src/a; touch -a -d @1 src/a", "-a -U -U src/ dst/"),
        MendedDifference(
            "-U --link-dest: a file that was read since is linked, and has the source's access time",
            "mkdir src ref dst; echo x > src/a; touch -d @1 src/a; cp -p src/a ref/a; touch -a -d @77 src/a",
            "-a -U --link-dest=../ref src/ dst/"),
        MendedDifference(
            "-U --compare-dest: a file that was read since is not sent",
            "mkdir src ref dst; echo x > src/a; touch -d @1 src/a; cp -p src/a ref/a; touch -a -d @77 src/a",
            "-a -U --compare-dest=../ref src/ dst/"),
        MendedDifference(
            "-u -H: a newer name that comes first stays, and others are linked to one that does not",
            "mkdir src dst; echo x > src/a; ln src/a src/b; ln src/a src/c; echo new > dst/a; echo old > dst/b; "
                + "touch -d @2 src/a; touch -d @1 dst/b", "-a -u -H src/ dst/"),
    ]
}
