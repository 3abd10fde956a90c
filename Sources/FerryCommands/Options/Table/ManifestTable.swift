internal import FerryCore
internal import FerryManifest

extension OptionTable {
    /// Options of `manifest`, and of `check` about manifests.
    static let manifests: [OptionDefinition] = [
        OptionDefinition(
            "-o", "--output", in: .manifest, .value(.file) { $0.manifests.output = $1 },
            help: "write the manifest to FILE; .gz compresses it",
            manual: """
                FILE appears, or is replaced, when it is finished. It takes no part in the manifest, wherever it is. \
                Without this option, or if FILE is "-", the manifest goes to standard output. With --format=bagit FILE is the \
                directory, absent or empty, that becomes the bag; without it LOCATION itself does.
                """),
        OptionDefinition(
            "--hash", in: [.manifest, .sync],
            .value(.words("ALG,...", DigestAlgorithm.allCases.map(\.rawValue))) { $0.manifests.hashes = $1 },
            help: "the digests of each file, computed in one read",
            manual: """
                Of md4, md5, sha1, sha224, sha256, sha384, sha512, blake2b, blake2b256, xxh32, xxh64, xxh3, xxh128, crc32, crc32c, \
                crc64nvme. By default what files of the format hold, which is sha256 for most. "verify", "diff" and "show" \
                take digests that stand in a file without a name for those; else its name or their length tells.
                """),
        OptionDefinition(
            "--records", in: .manifest, .flag { $0.manifests.countsLines = true },
            help: "count the lines of each file, too",
            manual: "Native manifests hold the number, and \"verify\" holds files against it."),
        OptionDefinition(
            "--signatures", in: .manifest, .flag { $0.manifests.publishesSignatures = true },
            help: "write NAME.ferrysig beside each file that lacks it",
            manual: """
                A signature by which others fetch or replace only what changes in NAME (docs/published-signatures.md). It is \
                made in the read that hashes NAME, and written anew when NAME is another version. NAME.ferrysig takes no \
                part in manifests while NAME is there.
                """),
        OptionDefinition(
            "--format", in: .manifest,
            .value(.words("FORMAT", Dialect.names)) { $0.manifests.format = $1 },
            help: "of the manifest: native, sha256sum, hashdeep ...",
            manual: """
                native is ferry's own, which holds every name, times, permissions and proof that it is whole. sha256sum, \
                md5sum, sha1sum, sha224sum, sha384sum, sha512sum, b2sum: lines of those programs. bsd: lines of their \
                --tag, of several digests if --hash says so. xxhsum, sfv, hashdeep, mtree: files of those. bagit: a bag (RFC 8493), which is a directory.
                """),
        OptionDefinition(
            "-z", "--zero", in: .manifest, .flag { $0.manifests.nulTerminated = true },
            help: "end lines of sha256sum and its kin with NUL"),
        OptionDefinition(
            "--exact", in: .manifest, .flag { $0.manifests.exact = true },
            help: "what the manifest does not name must not be there"),
        OptionDefinition(
            "--quick", in: .manifest, .flag { $0.manifests.quick = true },
            help: "compare sizes and times, and read no file"),
        OptionDefinition(
            "--sample", in: .manifest, .value(ValueKind("PERCENT")) { $0.manifests.sample = $1 },
            help: "read that part of the files, picked at random",
            manual: "Of the others sizes are compared; the totals say of how many."),
        OptionDefinition(
            "--failed-to", in: .manifest,
            .value(.file) { (typed, name) throws(UsageError) in
                typed.manifests.failedTo = try name.file()
            },
            help: "write the names of what failed to FILE",
            manual: """
                A list for --files-from: whatever is missing, differs or could not be read, one name a line, or with -0 \
                one before each NUL byte. FILE cannot be "-": standard output has the report.
                """),
        OptionDefinition(
            "--manifest", in: .check, .value(.file) { $0.manifests.manifest = $1 },
            help: "compare the tree with what FILE says of it",
            manual: """
                The same as "ferry manifest verify --exact". FILE may be of any kind that ferry-manifest(1) reads; "-" is \
                standard input.
                """),
    ]
}
