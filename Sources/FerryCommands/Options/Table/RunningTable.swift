extension OptionTable {
    static let running: [OptionDefinition] = [
        OptionDefinition(
            "-n", "--dry-run", in: [.sync, .rsync, .remove], .flag { $0.running.dryRun = true },
            help: "show what would be done, and do nothing"),
        OptionDefinition(
            "--parallel", in: .trees, .value(.number) { $0.running.workers = $1 },
            help: "transfer this many files at a time"),
        OptionDefinition(
            "--connections", in: .trees, .value(ValueKind("NUM|src=NUM,dst=NUM")) { $0.running.connections = $1 },
            help: "use at most this many connections to each side",
            manual: """
                One number holds for either side; src= and dst= are those of the sources and of the destination, of which \
                one may be left out. Without --parallel, so many files are transferred at a time as the greater number \
                says. Hosts that are reached by ssh answer so many requests at a time, over one connection.
                """),
        OptionDefinition(
            "--parallel", in: .manifest, .value(.number) { $0.running.workers = $1 },
            help: "read this many files at a time"),
        OptionDefinition(
            "--bwlimit", in: .transfers, .value(.rate) { $0.running.bandwidth = $1 },
            help: "send no faster than RATE a second",
            manual: "RATE counts KiB unless it has a suffix, as in --max-size; 0 is no limit.",
            negations: ["no-bwlimit"], undo: { $0.running.bandwidth = nil }),
        OptionDefinition(
            "--bwlimit", in: .zsync, .value(.rate) { $0.running.bandwidth = $1 },
            help: "get: read no faster than RATE a second",
            manual: "RATE counts KiB unless it has a suffix such as M; 0 is no limit.",
            negations: ["no-bwlimit"], undo: { $0.running.bandwidth = nil }),
        OptionDefinition(
            "--timeout", in: [.locations, .serve], .value(.seconds) { $0.running.timeout = $1 },
            help: "give up when nothing moves for this long",
            negations: ["no-timeout"], undo: { $0.running.timeout = nil }),
        OptionDefinition(
            "--stop-after", "--time-limit", in: .transfers,
            .value(ValueKind("MINUTES")) {
                $0.running.stopAfter = $1
                $0.running.stopAt = nil
            },
            help: "stop after this time"),
        OptionDefinition(
            "--stop-at", in: .transfers,
            .value(ValueKind("DATETIME")) {
                $0.running.stopAt = $1
                $0.running.stopAfter = nil
            },
            help: "stop at this time, such as 2027-01-31T06:00",
            manual: "Parts from the left may be left out, and stand for the next time that fits: \"T6:00\"."),
        OptionDefinition(
            "--max-alloc", in: .transfers, .value(.size, IgnoredValues.allocation),
            manual: "Accepted for compatibility: memory is bounded without it."),
        OptionDefinition("--qsort", in: .transfers, .flag { _ in }),
    ]
}
