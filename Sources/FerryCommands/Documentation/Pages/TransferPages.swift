extension CommandDescription {
    static let sync = CommandDescription(
        .sync, synopsis: ["[OPTION...] SOURCE... DESTINATION"],
        summary: "make a directory tree the same as another",
        examples: [
            Example("Copy what is in photos, as the trailing slash says:", "ferry sync photos/ /backup/photos"),
            Example("Copy photos itself, to the same effect:", "ferry sync photos /backup"),
            Example("See what would be done, and where:", "ferry sync -n -i photos /backup"),
            Example(
                "Keep a mirror, and never delete more than a tenth of it:",
                "ferry sync --delete --max-delete=10% /srv/data/ /mnt/mirror/"),
            Example(
                "Make a snapshot that shares unchanged files with the last:",
                "ferry sync --link-dest=../monday /home/ /snapshots/tuesday/"),
            Example("Let a program watch:", "ferry sync --json src/ dst/ | jq 'select(.event == \"problem\")'"),
        ],
        paragraphs: [
            """
            Makes DESTINATION like the SOURCEs: files, directories, symlinks, devices and special files, with \
            permissions, owners, groups and modification times, as far as the destination can keep them. Options \
            have rsync's letters and meanings; the defaults are those of rsync -a, written safely.
            """,
            """
            A SOURCE that ends in a slash stands for what is in the directory, any other for the directory itself. A \
            single file may be given a new name by a DESTINATION that is no directory.
            """,
            """
            A file is unchanged when size and modification time are equal on both sides, and neither side shows a \
            change since the last run (see ferry-state(1)); where one does, the content decides. A changed file is written \
            under a hidden name beside its destination, made durable together with others, and renamed into place: at \
            every moment it is old or new, and whole. Leftovers of a run that was killed are removed by the next; \
            on servers when they are a day old, because nobody can tell from here whether their writer lives. What had \
            arrived of a large file over a network stays: the next run proves that it is what was sent, and goes on from \
            there.
            """,
            """
            Nothing is ever deleted without --delete. With it, deletions come after the transfers, and only if \
            reading the sources and transferring went through; --max-delete is checked before the first one; an \
            empty source deletes nothing without --allow-empty-source.
            """,
            """
            On a terminal a line shows how the run gets on, and a summary closes it. Elsewhere nothing is printed but \
            errors, one line each, unless an option asks for more.
            """,
        ],
        statuses: Status.transfers)

    static let rsync = CommandDescription(
        .rsync, synopsis: ["[OPTION...] SOURCE... DESTINATION", "[OPTION...] SOURCE"],
        summary: "rsync for local copies: its defaults, output and statuses",
        examples: [
            Example("Copy a tree, and see each change:", "ferry rsync -aHi --delete src/ dst/"),
            Example("List a tree:", "ferry rsync -r src/"),
            Example("Let scripts that call rsync use ferry:", "ln -s \"$(command -v ferry)\" ~/bin/rsync"),
        ],
        paragraphs: [
            """
            Does what rsync(1) does between local paths, with its defaults, delete timings, itemised output, \
            statistics and exit statuses. Called by the name rsync, the program behaves the same.
            """,
            """
            The differences to ferry-sync(1): nothing is implied by -a; times are compared in whole seconds; \
            --delete deletes during the transfers; data is not made durable; and what --max-delete permits is \
            deleted before it stops.
            """,
            """
            The protocol of rsync, its servers (rsync:// and host::module), ACLs, extended attributes and batch files \
            are not supported and refused with status 4. Options that concern only remote copies are accepted and \
            have no effect. In the closing lines, "sent" counts content that was read, and "received" is 0.
            """,
            """
            Lines say the same as those of rsync(1), in another order: directories come before what is in them, and files \
            as they are done. The wording of errors is ferry's own. Of --debug, FILTER and FLIST are told. \
            --progress shows a file that takes less than a second only when it is done, and "to-chk" counts \
            files that are being sent. In formats, %c is 0, and %b counts content alone.
            """,
            """
            Where rsync(1) would lose something, ferry does not follow it. -u spares every newer file, with -H those \
            too that are further names of a file. With --compare-dest, --remove-source-files removes nothing of which the \
            destination itself has no copy. Nothing of the files that --link-dest shares is changed but their access \
            times. With --delete, a symlink that -K would keep is an error \
            where it leads to a part of the destination itself. Symlinks in reference trees are not followed. Names of owners that do not exist, and a log that cannot be \
            written, are errors. After a failed scan nothing is deleted. Which entries \
            --max-delete leaves depends on another order. And --append-verify compares what is there before it sends \
            anything, so that each file is sent, and told, once.
            """,
        ],
        statuses: Status.transfers)
}
