extension OptionTable {
    /// Options of `sync` about manifests.
    static let delivery: [OptionDefinition] = [
        OptionDefinition(
            "--manifest-out", in: .sync, .value(.file) { $0.manifests.manifestOut = $1 },
            help: "write a manifest of what was synced to FILE",
            manual: """
                It describes every selected entry under its path at the destination. Files that are sent are hashed as they \
                pass; unchanged ones are read, if --compare-manifest does not know their digests. FILE, a native manifest, \
                compressed if its name ends in .gz, appears or is replaced when the run has come to its end, with what \
                failed left out and "complete" set to false; not when it was interrupted. --hash chooses the digests, by \
                default sha256. No deletion takes FILE.
                """),
        OptionDefinition(
            "--manifest", in: .sync, .value(.file) { $0.manifests.manifest = $1 },
            help: "send only what agrees with what FILE says",
            manual: """
                Each file that is sent is held against FILE as it passes, a manifest or check file of any kind that \
                ferry-manifest(1) reads. One whose size, digests or number of lines differ is refused: the old file stays, \
                and the exit status is 23. So it is when FILE names what the source does not have. Files that FILE does not \
                name are sent, and counted in a warning. Unchanged files are not read without --checksum. Paths in FILE count \
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
    ]
}
