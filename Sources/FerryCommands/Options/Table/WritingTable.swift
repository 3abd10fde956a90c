internal import FerrySync

extension OptionTable {
    static let writing: [OptionDefinition] = [
        OptionDefinition(
            "-W", "--whole-file", in: .transfers, .toggle { $0.writing.wholeFile = $1 },
            help: "send files whole, not their changes",
            manual: """
                The default between local paths, where reading an old file costs more than writing a new one. With \
                --no-whole-file only what changed is written; the rest is copied from the old file, or from what \
                --partial-dir kept of an earlier run, and the result is read back before it gets its name.

                To and from places that are not local, --no-whole-file is the default. What their old files hold is told \
                by an agent, remembered from the run that wrote them, or published beside them (NAME.ferrysig); they are \
                never fetched for it. Where nothing is known, or the result could not be confirmed, files are sent whole.
                """),
        OptionDefinition(
            "--trust-remote-unchanged", in: [.sync], .flag { $0.writing.trustsRemoteUnchanged = true },
            help: "send changes where nothing confirms the result",
            manual: """
                A file at the destination that has the size and time (or tag) that the last run left is taken for the one \
                that it left. Files composed of such ones are counted as unconfirmed.
                """),
        OptionDefinition(
            "-B", "--block-size", in: .transfers, .value(.size) { $0.writing.blockSize = $1 },
            help: "the block size of signatures",
            manual: "Small blocks find more in files with many changes; large ones are found faster."),
        OptionDefinition(
            "-S", "--sparse", in: .transfers, .toggle { $0.writing.sparse = $1 },
            help: "turn runs of zeros into holes"),
        OptionDefinition(
            "--preallocate", in: .transfers, .flag { $0.writing.preallocates = true },
            help: "allocate files before writing them"),
        OptionDefinition(
            "--inplace", in: .transfers, .toggle { $0.writing.inPlace = $1 },
            help: "write into the old file",
            manual: """
                A run that is cut off leaves a mixture of old and new. Hard links at the destination stay. With \
                --no-whole-file only the parts of the file that differ are written.
                """),
        OptionDefinition(
            "--append", in: .transfers, .flag { $0.writing.append = .on },
            help: "send what shorter files lack at their end",
            manual: "Implies --inplace. The old content is taken on trust; see --append-verify.",
            negations: ["no-append"], undo: { $0.writing.append = .off }),
        OptionDefinition(
            "--append-verify", in: .transfers, .flag { $0.writing.append = .verified },
            help: "--append, then check the whole file"),
        OptionDefinition(
            "--partial", in: .transfers, .toggle { $0.writing.partial = $1 },
            help: "keep files whose transfer was cut off",
            manual: """
                Under their names at local destinations. In other places they keep a hidden name where the next run can go \
                on with them. With and without it, what has arrived of a file above 16 MiB over a network is not sent again.
                """),
        OptionDefinition(
            "--partial-dir", in: .transfers, .value(.directory) { $0.writing.partialDirectory = $1 },
            help: "keep them in DIR until they are whole",
            manual: "DIR is made beside each file, and is a relative path without '..'. Implies --partial."),
        OptionDefinition(
            "-P", in: .transfers,
            .flag {
                $0.writing.partial = true
                $0.output.progress = true
            },
            help: "the same as --partial --progress"),
        OptionDefinition(
            "-T", "--temp-dir", in: .transfers, .value(.directory) { $0.writing.temporaryDirectory = $1 },
            help: "write new files in DIR before they are moved",
            manual: "DIR has to exist. A relative one is taken from the destination."),
        OptionDefinition(
            "--delay-updates", in: .transfers, .toggle { $0.writing.delaysUpdates = $1 },
            help: "put all new files in place at the end",
            negations: ["no-delay-updates"]),
        OptionDefinition(
            "--remove-source-files", in: .transfers, .flag { $0.writing.removesSourceFiles = true },
            help: "remove files at the source once they are sent",
            manual: """
                Directories stay, and so does what only a symlink leads to, which is an error. Under "ferry sync" a file is \
                removed only after its content was confirmed at the destination.
                """),
        OptionDefinition("--remove-sent-files", in: .transfers, .flag { $0.writing.removesSourceFiles = true }),
        OptionDefinition(
            "--fsync", in: [.transfers, .zsync],
            .optionalValue(.words("WHEN", WritingOptions.FsyncPolicy.allCases.map(\.rawValue)), fsync),
            help: "make data durable: batch, file or none",
            manual: """
                "batch", the default of "ferry sync", writes a group of files, makes them durable together, and only \
                then gives them their names; "file", which --fsync alone stands for, does so for each file; "none", \
                the default of "ferry rsync", leaves it to the kernel. "ferry zsync get" makes its file durable unless it is \
                told "none".
                """),
        OptionDefinition(
            "--verify", in: .transfers,
            .value(.words("HOW", WritingOptions.VerificationPolicy.allCases.map(\.rawValue)), verify),
            help: "confirm content: auto, none, readback, strict",
            manual: """
                "auto" takes the strongest confirmation that costs no second transfer; "readback" reads each file \
                again; "strict" accepts only a digest made by the far side or reading back. The report counts the \
                files by how strongly they were confirmed. "none" also takes objects of stores that are not what their \
                metadata say.
                """),
        OptionDefinition(
            "--verify", in: .cat, .value(.words("HOW", ["auto", "none"]), verify),
            help: "compare objects with their digests: auto, none",
            manual: """
                "none" writes objects of stores also where they are not what their tags or metadata say.
                """),
        OptionDefinition(
            "--write-devices", in: .transfers, .flag(notSupported("--write-devices")),
            negations: ["no-write-devices"], undo: { _ in }),
    ]

    @Sendable private static func fsync(_ arguments: inout Arguments, _ text: OptionText?) throws(UsageError) {
        arguments.writing.fsync = try text?.choice(of: WritingOptions.FsyncPolicy.self) ?? .file
    }

    @Sendable private static func verify(_ arguments: inout Arguments, _ text: OptionText) throws(UsageError) {
        arguments.writing.verification = try text.choice(of: WritingOptions.VerificationPolicy.self)
    }

    static let backups: [OptionDefinition] = [
        OptionDefinition(
            "-b", "--backup", in: .transfers, .toggle { $0.writing.backup = $1 },
            help: "keep what would be replaced or deleted",
            negations: ["no-backup"]),
        OptionDefinition(
            "--backup-dir", in: .transfers, .value(.directory) { $0.writing.backupDirectory = $1 },
            help: "keep it in DIR, under its own path",
            manual: "DIR is relative to the destination. Implies --backup."),
        OptionDefinition(
            "--suffix", in: .transfers, .value(.text) { $0.writing.suffix = $1 },
            help: "what backup names end in (default ~)",
            manual: "The default with --backup-dir is no suffix."),
    ]
}
