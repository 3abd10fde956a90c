extension MendedDifference {
    private static let linkedTree =
        "mkdir -p src/a/sub src/link.d dst; echo 1 > src/a/f; echo 2 > src/a/sub/g; echo 3 > src/link.d/x; "
        + "ln -s a src/link; ln -s sub src/a/in; ln -s nowhere src/dead; "
        + "touch -hd @1 src/link src/a/in src/dead; find src -type f -exec touch -d @2 {} +; "
        + "find src -depth -type d -exec touch -d @3 {} +"

    private static func relative(_ title: String, _ options: String, _ operands: String) -> MendedDifference {
        MendedDifference("-R: \(title)", linkedTree, "-a -R \(options) \(operands) dst/")
    }

    private static func listed(_ title: String, _ names: String, _ options: String = "") -> MendedDifference {
        MendedDifference(
            "--files-from: \(title)", linkedTree + "; printf '%s\\n' \(names) > list",
            "-a \(options) --files-from=list src dst/")
    }

    private static func ruled(_ title: String, _ operands: String, _ options: String = "") -> MendedDifference {
        MendedDifference(
            "dir-merge: \(title)",
            "mkdir -p src/a/c dst/a/c; echo '- *.c' | tee src/.f dst/.f > src/a/c/.f; echo 1 > src/a/1.c; "
                + "echo 2 > src/2.c; echo 3 > src/a/c/3.c; echo 4 > dst/a/4.c; find src dst -depth -exec touch -d @1 {} +",
            "-a -f ': .f' \(options) \(operands) dst/")
    }

    /// What the user named may lie behind symlinks to directories.
    static let ways = [
        ruled("a merge file beside the source is none of the transfer's", "src/a"),
        ruled("nor is one beside a file", "src/2.c"),
        ruled("one in the source is", "src/"),
        ruled("nor the destination's own, where it is not in the transfer", "src/a", "--delete"),
        ruled("which it is here", "src/", "--delete"),
        ruled("-R: one above the name holds", "src/a src/2.c", "-R"),
        ruled("-R: also for the name itself, below the directories that lead there", "src/a/c/3.c", "-R"),
        ruled("-R: not the one where names begin", "src/./a", "-R --delete"),
        relative("a name leads through a symlink to a directory", "", "src/link/f"),
        relative("and through one behind it", "", "src/./link/in/g"),
        relative("a slash behind a symlink means the directory that it leads to", "", "src/./link/"),
        relative("without a slash it is the symlink", "", "src/./link"),
        relative("a slash behind a symlink that leads nowhere", "", "src/./dead/"),
        relative("the directory takes the symlink's place", "", "src/./link src/./link/f"),
        relative("in either order", "", "src/./link/f src/./link"),
        relative("its hard links are the same files", "-H", "src/./link/ src/./a"),
        relative("its merge files hold", "-F", "src/./link/ src/./a"),
        relative("no rule hides it", "--exclude=link", "src/./link/f"),
        relative("one hides the directory that was named", "--exclude=link", "src/./link/"),
        relative("with -L", "-L", "src/./link/f"),
        relative("with -k", "-k", "src/./link/"),
        relative("directories for it that nobody sends", "--no-implied-dirs --no-times", "src/./link/in/g"),
        relative("what is missing there", "", "src/./link/nothing"),
        listed("a name leads through a symlink to a directory", "link/f link.d/x"),
        listed("and through one behind it", "link/in/g a/in/g"),
        listed("a symlink and a name behind it", "link link/f"),
        listed("a symlink behind a symlink", "link/in"),
        listed("a slash behind a symlink means the directory that it leads to", "link/"),
        listed("and all below it with -r", "link/ a/in/", "-r"),
        listed("what leads nowhere, and what is missing", "dead/x link/nothing link/f"),
        listed("what is behind a symlink is not missing", "link/f", "--delete-missing-args"),
        MendedDifference(
            "a merge file may be a symlink",
            "mkdir -p src/a dst; echo '- x' > rules; ln -s ../../rules src/a/.rsync-filter; touch src/a/x src/a/y; "
                + "touch -hd @1 src/a/.rsync-filter; touch -d @1 src/a/x src/a/y src/a src", "-a -F src/ dst/"),
        MendedDifference(
            "-L: merge files behind symlinks",
            linkedTree
                + "; echo '- g' > src/a/sub/.rsync-filter; find src ! -type l -exec touch -d @2 {} +; rm src/dead",
            "-a -F -L src/ dst/"),
    ]
}
