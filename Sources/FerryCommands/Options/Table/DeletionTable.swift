extension OptionTable {
    static let deletion: [OptionDefinition] = [
        OptionDefinition(
            "--delete", in: .transfers, .flag { $0.deletion.delete = true },
            help: "delete what the sources do not have",
            manual: """
                Only in directories that are copied whole. "ferry sync" deletes after the transfers, and only if \
                nothing went wrong before; "ferry rsync" deletes directory by directory as it goes. Nothing is deleted \
                after an error while reading a source, see --ignore-errors.
                """),
        OptionDefinition(
            "--delete-before", in: .transfers, .flag { $0.deletion.before = true },
            help: "delete before anything is sent"),
        OptionDefinition(
            "--delete-during", "--del", in: .transfers, .flag { $0.deletion.onTheWay = .during },
            help: "delete in each directory as it is reached"),
        OptionDefinition(
            "--delete-delay", in: .transfers, .flag { $0.deletion.onTheWay = .delay },
            help: "find deletions on the way, delete afterwards"),
        OptionDefinition(
            "--delete-after", in: .transfers, .flag { $0.deletion.after = true },
            help: "find and delete after everything was sent"),
        OptionDefinition(
            "--delete-excluded", in: .transfers, .flag { $0.deletion.excluded = true },
            help: "delete what is excluded too"),
        OptionDefinition(
            "--max-delete", in: .transfers, .value(ValueKind("NUM|PERCENT")) { $0.deletion.limit = $1 },
            help: "do not delete more than this",
            manual: """
                A number of entries, or a percentage of those at the destination such as "5%". "ferry sync" checks it \
                before the first deletion and deletes nothing if there are more; "ferry rsync" stops when it is \
                reached. The exit status is 25 in both cases.
                """),
        OptionDefinition(
            "--force", in: .transfers, .toggle { $0.deletion.force = $1 },
            help: "a full directory makes way for a file"),
        OptionDefinition(
            "--ignore-errors", in: .transfers, .toggle { $0.deletion.ignoresErrors = $1 },
            help: "delete even after errors while reading sources"),
        OptionDefinition(
            "--allow-empty-source", in: .transfers, .flag { $0.deletion.allowsEmptySource = true },
            help: "let an empty source empty the destination",
            manual: """
                Without it, "ferry sync --delete" from an empty source stops: it is more often a missing mount than a \
                wish.
                """),
    ]
}
