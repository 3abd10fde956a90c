extension OptionTable {
    static let comparison: [OptionDefinition] = [
        OptionDefinition(
            "-c", "--checksum", in: .trees, .toggle { $0.comparison.content = $1 },
            help: "compare content, not size and time"),
        OptionDefinition(
            "-I", "--ignore-times", in: .transfers, .flag { $0.comparison.ignoresTimes = true },
            help: "send files even if size and time are equal"),
        OptionDefinition(
            "--size-only", in: .trees, .flag { $0.comparison.sizeOnly = true },
            help: "files of equal size are equal"),
        OptionDefinition(
            "-@", "--modify-window", in: .trees, .value(.seconds) { $0.comparison.modifyWindow = $1 },
            help: "times this near are equal",
            manual: """
                0 compares whole seconds, which is the default of "ferry rsync"; -1 compares nanoseconds where both \
                sides keep them, which is the default of "ferry sync". 1 suits FAT file systems.
                """),
        OptionDefinition(
            "-u", "--update", in: .transfers, .flag { $0.comparison.update = true },
            help: "leave files that are newer at the destination"),
        OptionDefinition(
            "--existing", "--ignore-non-existing", in: .transfers, .flag { $0.comparison.existing = true },
            help: "make nothing new at the destination"),
        OptionDefinition(
            "--ignore-existing", in: .transfers, .flag { $0.comparison.ignoreExisting = true },
            help: "leave files that exist at the destination"),
        OptionDefinition(
            "--compare-dest", in: .transfers, .value(.directory) { $0.comparison.compareDestinations.append($1) },
            help: "leave out files that are the same in DIR",
            manual: "DIR is relative to the destination. May be given up to 20 times; the first match is used."),
        OptionDefinition(
            "--copy-dest", in: .transfers, .value(.directory) { $0.comparison.copyDestinations.append($1) },
            help: "copy files from DIR where they are the same"),
        OptionDefinition(
            "--link-dest", in: .transfers, .value(.directory) { $0.comparison.linkDestinations.append($1) },
            help: "hard-link files to DIR where they are the same"),
        OptionDefinition(
            "--checksum-choice", "--cc", in: .trees, .value(.text, IgnoredValues.checksum),
            manual: "Accepted for compatibility: content is compared byte by byte or by the strongest digest at hand."),
        OptionDefinition(
            "--checksum-seed", in: .transfers, .value(.number, IgnoredValues.number)),
        OptionDefinition(
            "-y", "--fuzzy", in: .transfers, .toggle { _, _ in },
            manual: "Accepted for compatibility: it only ever saves traffic, and local copies have none."),
    ]
}
