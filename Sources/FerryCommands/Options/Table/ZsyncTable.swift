extension OptionTable {
    /// Options of `zsync`: zsync's and zsyncmake's letters.
    static let controlFiles: [OptionDefinition] = [
        OptionDefinition(
            "-i", "--input", in: .zsync, .value(.file) { $0.zsync.seeds.append($1) },
            help: "get: take blocks from FILE; may be repeated",
            manual: "The file that is replaced, and what an earlier run got, are searched without being named."),
        OptionDefinition(
            "-o", "--output", in: .zsync, .value(.file) { $0.zsync.output = $1 },
            help: "write to FILE",
            manual: """
                By default "make" writes NAME.zsync beside the file, and "get" to the present directory, under the name that the \
                control file suggests. "make" takes - for standard output.
                """),
        OptionDefinition(
            "-u", "--url", in: .zsync, .value(ValueKind("URL")) { $0.zsync.urls.append($1) },
            help: "make: where the file is published; may be repeated",
            manual: "Absolute, or relative to the control file. The default is the file's name: beside it."),
        OptionDefinition(
            "-b", "--block-size", in: .zsync, .value(.size) { $0.zsync.blockSize = $1 },
            help: "make: length of a block, a power of two",
            manual: "The default is 2048, and 4096 for files above 100 MB."),
    ]
}
