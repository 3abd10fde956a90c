extension OptionTable {
    /// Options of `delta`: rdiff's, and those of the native format.
    static let deltas: [OptionDefinition] = [
        OptionDefinition(
            "--format", in: .delta, .value(.words("FORMAT", ["librsync", "native"])) { $0.deltas.format = $1 },
            help: "of the signature: librsync (default) or native",
            manual: """
                Files of librsync are exchanged with rdiff. Native ones are made and matched many times faster, and their \
                deltas carry a digest of the new file. When reading, the format is seen from the file.
                """),
        OptionDefinition(
            "-H", "--hash", in: .delta,
            .value(.words("ALG", ["blake2", "md4", "xxh128", "sha256"])) { $0.deltas.hash = $1 },
            help: "blake2 or md4; native: xxh128 or sha256",
            manual: """
                The strong hash of blocks; the first of each is the default. What is published, or compared with files of someone who might wish to \
                deceive, needs blake2 or sha256.
                """),
        OptionDefinition(
            "-R", "--rollsum", in: .delta,
            .value(.words("ALG", ["rabinkarp", "rollsum"])) { $0.deltas.rollingSum = $1 },
            help: "rabinkarp (default) or rollsum; librsync only"),
        OptionDefinition(
            "-b", "--block-size", in: .delta, .value(.size) { $0.deltas.blockSize = $1 },
            help: "length of a block; 0: chosen by the file's size"),
        OptionDefinition(
            "-S", "--sum-size", in: .delta, .value(.number) { $0.deltas.sumSize = $1 },
            help: "bytes of strong hashes; 0: all, -1: as few as safe"),
        OptionDefinition(
            "-s", "--statistics", in: [.delta, .zsync], .flag { $0.deltas.statistics = true },
            help: "say how much was copied and how much was new",
            manual: "Of a signature: how many blocks it has."),
        OptionDefinition(
            "-f", "--force", in: .delta, .flag { $0.deltas.force = true },
            help: "replace files that exist",
            manual: "A symbolic link is replaced, not followed."),
        OptionDefinition(
            "--threads", in: .delta, .value(.number) { $0.deltas.threads = $1 },
            help: "work with so many threads; results are the same"),
        OptionDefinition(
            "-I", "--input-size", in: .delta, .value(.size) { $0.deltas.inputBufferSize = $1 },
            manual: """
                As for rdiff, the length of the pieces in which a new file is put into a delta for an empty old one (default: that of \
                a block). Nothing else depends on it.
                """),
        OptionDefinition(
            "-O", "--output-size", in: .delta, .value(.size) { $0.deltas.outputBufferSize = $1 },
            manual: "Has no effect."),
    ]
}
