extension CommandDescription {
    static let state = CommandDescription(
        .state,
        synopsis: ["show", "clear [runs | hashes | signatures | unfinished]..."],
        summary: "show or forget what runs remember",
        examples: [
            Example("What is there?", "ferry state show"),
            Example("Forget the digests of files:", "ferry state clear hashes"),
        ],
        paragraphs: [
            """
            Runs of ferry leave what they learn in $XDG_STATE_HOME/ferry/state.sqlite (~/.local/state/ferry/state.sqlite when that \
            is not set): of each pair of locations what the files were when both sides agreed, and which check \
            files were written there (runs), digests of local \
            files (hashes), descriptions of remote files for delta transfers (signatures), and what is needed to go on with \
            transfers that were cut off (unfinished).
            """,
            """
            All of it only saves work, and can be removed at any time, also while ferry runs. It is bounded: what was of no \
            use for longest goes first. ferry rsync neither reads nor writes it.
            """,
        ],
        statuses: [
            Status(0, "Done."), Status(1, "The command line cannot be followed."),
            Status(11, "The state cannot be used."),
        ],
        operands: .words(["show", "clear", "runs", "hashes", "signatures", "unfinished"]))
}
