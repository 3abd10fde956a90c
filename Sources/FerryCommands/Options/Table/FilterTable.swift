extension OptionTable {
    static let filters: [OptionDefinition] = [
        OptionDefinition(
            "--exclude", in: .listings, .value(.pattern) { $0.filters.steps.append(.exclude($1)) },
            help: "leave out what matches PATTERN",
            manual: """
                Patterns are matched in the order given, together with --include and --filter; the first that matches \
                decides. "*" does not cross a slash, "**" does; a trailing slash matches directories only; a leading \
                slash anchors the pattern at the root of the transfer. What an exclude keeps out of the transfer is \
                also safe from deletion.
                """),
        OptionDefinition(
            "--include", in: .listings, .value(.pattern) { $0.filters.steps.append(.include($1)) },
            help: "do not leave out what matches PATTERN"),
        OptionDefinition(
            "--exclude-from", in: .listings, .value(.file) { $0.filters.steps.append(.excludeFrom($1)) },
            help: "read exclude patterns from FILE, one a line"),
        OptionDefinition(
            "--include-from", in: .listings, .value(.file) { $0.filters.steps.append(.includeFrom($1)) },
            help: "read include patterns from FILE, one a line"),
        OptionDefinition(
            "-f", "--filter", in: .listings, .value(.rule) { $0.filters.steps.append(.rule($1)) },
            help: "add a filter rule",
            manual: """
                A RULE is a name or its letter, modifiers, and a pattern or file: exclude (-), include (+), hide (H), \
                show (S), protect (P), risk (R), merge (.), dir-merge (:), clear (!). The rules are those of \
                rsync(1), "FILTER RULES IN DEPTH".
                """),
        OptionDefinition(
            "-F", in: .listings, .flag { $0.filters.addPerDirectoryFilters() },
            help: "obey .rsync-filter files in the tree",
            manual: "The same as --filter=': /.rsync-filter'; given twice, the files themselves are left out."),
        OptionDefinition(
            "-C", "--cvs-exclude", in: .listings, .flag { $0.filters.cvsExclude = true },
            help: "leave out what CVS ignores",
            manual: """
                Object files, backups, version control directories and the like, $HOME/.cvsignore, CVSIGNORE, and \
                .cvsignore files in the tree.
                """),
    ]
}

extension FilterArguments {
    fileprivate mutating func addPerDirectoryFilters() {
        perDirectoryFilters += 1
        let rules = [": /.rsync-filter", "- .rsync-filter"]
        guard perDirectoryFilters <= rules.count else { return }
        steps.append(.rule(OptionText(option: "-F", bytes: Array(rules[perDirectoryFilters - 1].utf8))))
    }
}
