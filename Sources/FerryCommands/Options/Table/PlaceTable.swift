extension OptionTable {
    /// Options of the commands that work at one place.
    static let places: [OptionDefinition] = [
        OptionDefinition(
            "-r", "--recursive", in: [.list, .remove], .toggle { $0.places.recursive = $1 },
            help: "descend into directories"),
        OptionDefinition(
            "-l", "--long", in: .list, .toggle { $0.places.long = $1 },
            help: "show kind, permissions, size and time too"),
        OptionDefinition(
            "-0", "--null", in: .list, .toggle { $0.places.nulTerminated = $1 },
            help: "end each name with a NUL byte, and escape none"),
        OptionDefinition(
            "--versions", in: .list, .flag { $0.places.versions = true },
            help: "every version of objects, removed ones too (S3)"),
        OptionDefinition(
            "--offset", in: .cat, .value(.size) { $0.places.offset = $1 },
            help: "begin after this many bytes"),
        OptionDefinition(
            "--length", in: .cat, .value(.size) { $0.places.length = $1 },
            help: "write no more than this many bytes"),
        OptionDefinition(
            "--mkpath", in: .put, .toggle { $0.places.makesPath = $1 },
            help: "make the directories that lead to the file"),
        OptionDefinition(
            "--presign", in: [.list, .cat, .put], .value(.seconds) { $0.places.presign = $1 },
            help: "print a URL that allows this for a time",
            manual:
                "For objects of S3-compatible stores. Whoever has the URL needs no credentials; a week is the longest. Nothing is read or written."
        ),
        OptionDefinition(
            "-f", "--force", in: .remove, .flag { $0.places.force = true },
            help: "what does not exist is no error"),
        OptionDefinition(
            "--incomplete", in: .remove, .flag { $0.places.incomplete = true },
            help: "remove what killed runs left unfinished",
            manual: """
                Removes nothing else: in the directory and all below it, files that were being written by a process that \
                is no more.
                """),
    ]
}
