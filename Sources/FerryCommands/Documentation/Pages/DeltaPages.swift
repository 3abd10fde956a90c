extension CommandDescription {
    static let delta = CommandDescription(
        .delta,
        synopsis: [
            "[OPTION...] signature [BASIS [SIGNATURE]]", "[OPTION...] delta SIGNATURE [NEWFILE [DELTA]]",
            "[OPTION...] patch BASIS [DELTA [NEWFILE]]",
        ],
        summary: "make and apply differences of single files",
        examples: [
            Example("Describe the file that the other side has:", "ferry delta signature old old.sig"),
            Example("Say with that how to make the new one:", "ferry delta delta old.sig new new.delta"),
            Example("Make the new one over there:", "ferry delta patch old new.delta new"),
        ],
        paragraphs: [
            """
            Reads and writes the files of rdiff, byte for byte, with its options and statuses, and is stricter in a \
            few things: blocks have at most 256 MiB, what follows the end of a signature or a delta is an error, a file that is \
            no signature is one whatever its bytes would be taken for, and nothing is written through a link that leads \
            nowhere. Numbers may have a unit (4K), but not be empty. A file that is not named, or named -, is \
            standard input or output. An output appears when it is finished; one that exists is replaced with -f only.
            """,
            """
            Signatures of --format=native are made, and new files compared with them, many times faster; the format of a \
            signature decides that of the delta.
            """,
        ],
        statuses: [
            Status(0, "Everything was done."),
            Status(20, "A signal ended the run."),
            Status(100, "A file could not be read or written, or exists already."),
            Status(101, "The command line cannot be followed."),
            Status(103, "A signature or delta is truncated."),
            Status(104, "A file is no signature, or no delta."),
            Status(106, "A signature or delta is damaged, or the basis is another file than the delta was made for."),
            Status(108, "The values of options do not fit the files."),
        ])
}
