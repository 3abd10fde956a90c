extension OptionTable {
    static let selection: [OptionDefinition] = [
        OptionDefinition(
            "-a", "--archive", in: .transfers, .flag { $0.archive() },
            help: "copy trees whole: the same as -rlptgoD",
            manual: """
                This is what "ferry sync" does anyway; options that follow, such as --no-owner, take parts of it back. \
                Hard links, access times, ACLs and extended attributes are not part of it.
                """),
        OptionDefinition(
            "-r", "--recursive", in: .transfers,
            .toggle { $0.selection.recursion = $1 ? .asked : .off },
            help: "descend into directories"),
        OptionDefinition(
            "-d", "--dirs", in: .transfers,
            .toggle { $0.selection.directories = $1 ? .on : .off },
            help: "make directories without descending into them",
            manual: "The content of a directory is copied only where its name ends in a slash."),
        OptionDefinition(
            "--old-dirs", "--old-d", in: .transfers, .flag { $0.selection.directories = .old },
            manual: "Like --recursive with a filter that leaves out everything below the first level."),
        OptionDefinition(
            "-R", "--relative", in: .transfers, .toggle { $0.selection.relative = $1 },
            help: "keep the whole path of each source",
            manual: """
                "ferry sync -R a/b/c dst" makes dst/a/b/c. A "/./" in the source says where the kept part begins: \
                "a/./b/c" makes dst/b/c.
                """),
        OptionDefinition(
            "--no-implied-dirs", "--no-i-d", in: .transfers, .flag { $0.selection.impliedDirectories = false },
            help: "with -R, leave directories on the way alone",
            manual: "Their metadata at the destination is not touched; missing ones are made.",
            negations: ["implied-dirs", "i-d"], undo: { $0.selection.impliedDirectories = true }),
        OptionDefinition(
            "-x", "--one-file-system", in: .listings, .flag { $0.selection.oneFileSystem += 1 },
            help: "stay on the file system of each source",
            manual: "Mount points become empty directories; given twice, they are left out.",
            negations: ["no-one-file-system", "no-x"], undo: { $0.selection.oneFileSystem = 0 }),
        OptionDefinition(
            "-m", "--prune-empty-dirs", in: .transfers, .toggle { $0.selection.prunesEmptyDirectories = $1 },
            help: "leave out directories without files in them"),
        OptionDefinition(
            "--files-from", in: .transfers, .value(.file) { $0.selection.filesFrom = $1 },
            help: "copy the names listed in FILE",
            manual: """
                One name a line, relative to the one source; "-" reads standard input. Below a source that is a URL, \
                lines may be whole URLs, too. Implies --relative and --dirs, \
                and the recursion that -a stands for is given up. Lines that start with "#" or ";" are comments.
                """),
        OptionDefinition(
            "-0", "--from0", in: [.trees, .manifest], .flag { $0.filters.nulTerminated = true },
            help: "names and rules in files end with a NUL byte",
            manual: "Concerns --files-from, --exclude-from, --include-from and merge files.",
            negations: ["no-from0"], undo: { $0.filters.nulTerminated = false }),
        OptionDefinition(
            "--min-size", in: [.trees, .manifest], .value(.size) { $0.selection.minimumSize = $1 },
            help: "leave files smaller than SIZE alone",
            manual: "A SIZE is a number with an optional suffix: K, M, G, T, P count in 1024s, KB, MB ... in 1000s."),
        OptionDefinition(
            "--max-size", in: [.trees, .manifest], .value(.size) { $0.selection.maximumSize = $1 },
            help: "leave files larger than SIZE alone"),
        OptionDefinition(
            "-D", in: .transfers,
            .toggle {
                $0.selection.devices = $1
                $0.selection.specials = $1
            },
            help: "copy devices, sockets and FIFOs as such"),
        OptionDefinition(
            "--devices", in: .transfers, .toggle { $0.selection.devices = $1 },
            help: "copy device files as such (super-user)"),
        OptionDefinition(
            "--specials", in: .transfers, .toggle { $0.selection.specials = $1 },
            help: "copy sockets and FIFOs as such"),
        OptionDefinition(
            "--copy-devices", in: .transfers, .flag { $0.selection.copyDevices = true },
            help: "copy what a device contains, as a file"),
        OptionDefinition(
            "--ignore-missing-args", in: .transfers, .flag { $0.selection.ignoresMissing = true },
            help: "a source that does not exist is no error"),
        OptionDefinition(
            "--delete-missing-args", in: .transfers, .flag { $0.selection.deletesMissing = true },
            help: "delete at the destination what is missing",
            manual: "A source argument that does not exist is removed at the destination, if it exists there."),
        OptionDefinition(
            "--mkpath", in: .transfers, .toggle { $0.selection.makesPath = $1 },
            help: "make the directories that lead to the destination"),
        OptionDefinition(
            "--inc-recursive", "--i-r", in: .transfers, .toggle { _, _ in },
            manual: "Accepted for compatibility: trees are always read while they are copied."),
    ]
}
