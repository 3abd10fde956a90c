internal import FerryCore
internal import FerrySync

extension OptionTable {
    /// Options of `sync` about manifests.
    static let delivery: [OptionDefinition] = [
        OptionDefinition(
            "--manifest-out", in: .sync,
            .value(.file) { (typed, name) throws(UsageError) in
                typed.manifests.manifestOut = try name.file()
            },
            help: "write a manifest of what was synced to FILE",
            manual: """
                It describes every selected entry under its path at the destination. Files that are sent are hashed as they \
                pass; unchanged ones are read, if --compare-manifest does not know their digests: at the destination, or at the source where \
                only that costs no network. FILE, a native manifest, \
                compressed if its name ends in .gz, appears or is replaced when the run has come to its end, with what \
                failed, or waits for its check file, left out and "complete" set to false; not when it was interrupted. It cannot be "-": standard output has \
                the report. --hash chooses the digests, by \
                default sha256. No deletion takes FILE.
                """),
        OptionDefinition(
            "--manifest", in: .sync, .value(.file) { $0.manifests.manifest = $1 },
            help: "send only what agrees with what FILE says",
            manual: """
                Each file that is sent is held against FILE as it passes, a manifest or check file of any kind that \
                ferry-manifest(1) reads. One whose size, digests or number of lines differ is refused: the old file stays, \
                and the exit status is 23. So it is when FILE names what the source does not have. Files that FILE does not \
                name are sent, and counted in a warning. Kinds and the targets of links count, too. Unchanged files are not read \
                without --checksum, but those are that --link-dest would link. Paths in FILE count \
                from the source.
                """),
        OptionDefinition(
            "--compare-manifest", in: .sync, .value(.file) { $0.manifests.compareManifest = $1 },
            help: "with -c: believe FILE about the destination",
            manual: """
                Where a file at the destination still has the size and time that FILE says, a native manifest or one of \
                mtree, the digest in FILE stands for its content: only the source is read. Paths in FILE count from the \
                destination.
                """),
        OptionDefinition(
            "--require-check-file", in: .sync,
            .optionalValue(ValueKind("EXT,...")) {
                $0.manifests.requiresCheckFiles = true
                $0.manifests.checkFileEndings = $1
            },
            help: "send data only with a check file that agrees",
            manual: """
                A file is sent only if the source has a check file of it that agrees: NAME.sha256, .sha512, .sha1, .md5, .ok, \
                .chk or .sfv, or those that EXT names, or a line in the directory's SHA256SUMS or MD5SUMS. What it states of \
                digests, size ("size: 120", "filesize=120") and lines ("records: 7", "row_count=7") has to be so, also in a JSON \
                object; an .ok or .chk may be empty, and must not speak of other files alone. Symlinks are no check files. Data without one \
                waits, which is told, for a later run; data that does not agree is refused with status 23. Check files are sent \
                when all data has arrived, and not if theirs did not, or not all that a list names, nor if what the destination had \
                before turns out to be something else; what its old check file says already is not read again for that. Not \
                with --inplace or --append.
                """),
        OptionDefinition(
            "--require-complete", in: .sync, .flag { $0.manifests.requiresComplete = true },
            help: "data that waits for its check file is an error",
            manual: "The exit status is 23 then. Implies --require-check-file."),
        OptionDefinition(
            "--write-check-files", in: .sync,
            .optionalValue(.words("ALG", DeliveryOptions.writtenAlgorithms.map(\.rawValue))) {
                $0.manifests.writesCheckFiles = true
                $0.manifests.checkFileAlgorithm = $1
            },
            help: "write NAME.sha256 beside each file",
            manual: """
                With a line as sha256sum writes it, or md5, sha1, sha512, blake2b (NAME.b2), of the bytes as they passed, when \
                all data has arrived. Files that are there already are read, and get one, if it is missing. One that is there is \
                held against what would be written, unless an earlier run is remembered to have done so: where its data is far \
                away, as far as the digest is known without reading, or the length tells. An old one is removed before its data \
                is replaced, by later runs without this option too, so that none ever stands beside other data: until a run \
                with this option comes, data has none that was sent anew. Not where the source has a file of that \
                name, and not with --append. With this option or --require-check-file, --delete leaves what only the destination \
                has of check files, while their data is there: NAME.sha256, .sha512, .sha1, .md5, .b2, .ok, .chk and .sfv beside a \
                NAME that stays, and SHA256SUMS and MD5SUMS that name one. In runs without either option it leaves those that are \
                remembered to be of this option, as long as size and time of their data are the same at the source; others are \
                files like others. --manifest-out describes check files that ferry wrote, too.
                """),
    ]
}
