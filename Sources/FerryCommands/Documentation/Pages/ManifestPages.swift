extension CommandDescription {
    static let manifest = CommandDescription(
        .manifest,
        synopsis: [
            "[OPTION...] create [LOCATION]", "[OPTION...] verify MANIFEST [LOCATION]", "[OPTION...] diff A B",
            "[OPTION...] convert MANIFEST [NEW]", "[OPTION...] show MANIFEST",
        ],
        summary: "make, verify and compare manifests and check files",
        examples: [
            Example("Write down what is in a tree:", "ferry manifest create delivery/ -o delivery.ferrymanifest.gz"),
            Example("See whether it still is:", "ferry manifest verify delivery.ferrymanifest.gz delivery/"),
            Example("Check what came with a check file:", "cd delivery && ferry manifest verify SHA256SUMS"),
            Example("Fetch again what did not arrive whole:", failed),
            Example(
                "Say what changed between two days:", "ferry manifest diff monday.ferrymanifest friday.ferrymanifest"),
            Example(
                "Give it to someone who has sha256sum:",
                "ferry manifest convert --format=sha256sum m.ferrymanifest SHA256SUMS"),
            Example(
                "Hand a tree over as a bag:",
                "ferry manifest create --format=bagit -o bag/ tree/\nferry manifest verify bag/"),
        ],
        paragraphs: [
            """
            "create" describes the tree at LOCATION, by default the current directory: paths, sizes, times, permissions, \
            digests. "verify" holds a tree against that, or of a LOCATION that is a file its record; files are read only where their \
            size is right. By default only \
            failures are told: "missing", "size differs", "hash differs", "records differ", with --quick "time differs", \
            with --exact "extra". A file of this machine that was read before and has not changed since, by its change time, \
            is not read again; --no-state reads every byte, and so finds a failing disk, too.
            """,
            """
            "diff" tells what was added, removed, changed or renamed (the same content under another name). "convert" \
            writes the records of one manifest in another format. "show" sums up: by directory, the largest files, by age.
            """,
            """
            A manifest that is read may be of any kind: ferry's own, described in docs/manifest-format.md; files of sha256sum, \
            md5sum, b2sum and their kin, also with --tag or -z, of OpenSSL, xxhsum, hashdeep, mtree or SFV programs; any of \
            them compressed by gzip. The kind is told by the content. In a check file lines that are like none are passed \
            over with a warning; lines that are cut off, damaged or lead out of the tree are errors.
            """,
            """
            A bag (RFC 8493, versions 0.93 to 1.0) is a directory that holds its files below data/ and manifests beside it. \
            "create --format=bagit" makes one: a copy with -o DIR, else the directory itself, whose entries are moved into \
            data/ after all of them were read; interrupted, the same command goes on. In a copy, files and directories have \
            the permissions of their originals, and directories those of their owner besides; a DIR that holds nothing but \
            data/ is gone on with where all in it is what the tree has, and nothing in it is replaced. "verify DIR" tells whether a bag is \
            complete and valid: every file named and nothing else in the payload, digests, tag files, Payload-Oxum, \
            fetch.txt. With --quick it reads no file of the payload. Rules that a bag breaks are told as "not valid", what is \
            merely odd goes to standard error.
            """,
        ],
        statuses: [
            Status(0, "Everything is the same, or was written."),
            Status(1, "Something differs, is missing, or extra; a bag is not valid."),
            Status(
                2, "It could not be told: a manifest or a file cannot be read, or the command line cannot be followed."),
            Status(5, "\"create\": there is no connection, or nobody is let in; 10, 30 and 35 as for \"sync\"."),
            Status(11, "\"create\", \"convert\", \"show\": a manifest could not be read or written."),
            Status(20, "A signal ended the run."),
            Status(23, "\"create\": some files could not be read; the manifest says that it is not complete."),
        ])

    private static let failed = """
        ferry manifest verify --failed-to=again m.ferrymanifest copy/
        ferry sync -c --files-from=again original/ copy/
        """
}
