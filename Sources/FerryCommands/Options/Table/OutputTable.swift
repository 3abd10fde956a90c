extension OptionTable {
    static let output: [OptionDefinition] = [
        OptionDefinition(
            "-v", "--verbose", in: [.sync, .rsync, .check, .manifest, .remove],
            .flag { $0.output.verbosity += 1 },
            help: "say more; may be given more than once",
            negations: ["no-verbose", "no-v"], undo: { $0.output.verbosity = 0 }),
        OptionDefinition(
            "-q", "--quiet", in: [.trees, .manifest], .flag { $0.output.quiet += 1 },
            help: "say nothing but errors"),
        OptionDefinition(
            "-i", "--itemize-changes", in: .transfers, .flag { $0.output.itemize += 1 },
            help: "one line for each change, saying which",
            manual: """
                Each line starts with eleven characters, YXcstpoguax: what is done, to which kind of entry, and in \
                which respects it differs, as in rsync(1). Given twice, unchanged entries are shown too.
                """,
            negations: ["no-itemize-changes", "no-i"], undo: { $0.output.itemize = 0 }),
        OptionDefinition(
            "--out-format", "--log-format", in: .transfers, .value(.format) { $0.output.outFormat = $1 },
            help: "what to print for each change",
            manual: "Text with escapes such as %n (name), %l (size), %o (operation), %i (itemised); see rsyncd.conf(5)."
        ),
        OptionDefinition(
            "--progress", in: .transfers, .toggle { $0.output.progress = $1 },
            help: "show how each file gets on",
            manual: "A file that takes longer than a second has a line that is written over once a second."),
        OptionDefinition(
            "--stats", in: .transfers, .flag { $0.output.stats = true },
            help: "print the totals at the end"),
        OptionDefinition(
            "-h", "--human-readable", in: [.sync, .rsync, .check, .manifest, .list],
            .flag { $0.output.humanReadable = ($0.output.humanReadable ?? 0) + 1 },
            help: "numbers with units; twice: in 1024s",
            manual: "As the only word of the command line, -h prints the help text.",
            negations: ["no-human-readable", "no-h"], undo: { $0.output.humanReadable = nil }),
        OptionDefinition(
            "--info", in: .transfers,
            .value(ValueKind("FLAGS", .words(["help", "progress2", "stats2", "name0"]))) {
                $0.output.info.append($1)
            },
            help: "choose what is said; --info=help lists FLAGS"),
        OptionDefinition(
            "--debug", in: .transfers, .value(ValueKind("FLAGS")) { $0.output.debug.append($1) },
            manual: "Accepted for compatibility: there is no debugging output."),
        OptionDefinition(
            "--json", in: [.sync, .rsync, .check, .manifest, .list], .toggle { $0.output.json = $1 },
            help: "print events as JSON, one a line",
            manual: "The events are documented in docs/json-events.md."),
        OptionDefinition(
            "--log-file", in: .transfers, .value(.file) { $0.output.logFile = $1 },
            help: "write what is done to FILE too"),
        OptionDefinition(
            "--log-file-format", in: .transfers, .value(.format) { $0.output.logFileFormat = $1 },
            help: "what to write there for each change"),
        OptionDefinition(
            "--list-only", in: .transfers, .flag { $0.output.listOnly = true },
            help: "list the sources instead of copying them"),
        OptionDefinition(
            "-8", "--8-bit-output", in: .transfers, .toggle { $0.output.eightBit = $1 },
            help: "print names that are not UTF-8 as they are"),
        OptionDefinition(
            "--stderr", in: .transfers,
            .value(.words("MODE", ["errors", "all", "client"])) { $0.output.standardError = $1 },
            help: "what goes to standard error: errors or all"),
        OptionDefinition(
            "--msgs2stderr", in: .transfers,
            .toggle {
                let mode = $1 ? "all" : "client"
                $0.output.standardError = OptionText(option: "--msgs2stderr", bytes: Array(mode.utf8))
            }),
        OptionDefinition(
            "--outbuf", in: .transfers, .value(.words("MODE", ["None", "Line", "Block"])) { $0.output.buffering = $1 },
            help: "when output is written: None, Line or Block"),
        OptionDefinition(
            "--help", in: .all, .flag { $0.output.help = true }, help: "print this help and exit"),
        OptionDefinition(
            "-V", "--version", in: [.transfers, .delta], .flag { $0.output.version += 1 },
            help: "print the version and exit"),
    ]
}
