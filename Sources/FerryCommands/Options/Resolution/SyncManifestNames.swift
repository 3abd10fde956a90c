public import FerryCore
internal import FerrySync

/// The manifests that a `sync` command line names.
public struct SyncManifestNames: Sendable {
    /// `--manifest`
    public let source: [UInt8]?
    /// `--compare-manifest`
    public let destination: [UInt8]?
    /// `--manifest-out`
    public let output: [UInt8]?
    /// `--hash`: the digests in the one that is written.
    public let algorithms: [DigestAlgorithm]

    init(resolving arguments: Arguments, _ options: SyncOptions) throws(UsageError) {
        let typed = arguments.manifests
        source = typed.manifest?.bytes
        destination = typed.compareManifest?.bytes
        output = typed.manifestOut?.bytes
        algorithms =
            if let hashes = typed.hashes { try ManifestCommandLine.algorithms(hashes) } else { [.sha256] }
        if typed.hashes != nil, output == nil { throw UsageError("'--hash' needs '--manifest-out'") }
        if destination != nil, output == nil, !options.comparison.content {
            throw UsageError("'--compare-manifest' needs '--checksum' or '--manifest-out'")
        }
        if source != nil, arguments.operands.count != 2 {
            throw UsageError("'--manifest' needs one source, and a destination")
        }
        try Self.requireWholeFiles(typed, options)
    }

    /// What is appended to is not read from its beginning; what is written in place is not there any more when the new
    /// content turns out to be wrong.
    private static func requireWholeFiles(
        _ typed: ManifestArguments, _ options: SyncOptions
    ) throws(UsageError) {
        let requiresCheckFiles = !options.delivery.required.isEmpty
        switch options.writing.method {
        case .staged: return
        case .inPlace:
            if typed.manifest != nil { throw UsageError("'--manifest' cannot be used with '--inplace'") }
            if requiresCheckFiles { throw UsageError("'--require-check-file' cannot be used with '--inplace'") }
        case .append:
            if let option = typed.manifest ?? typed.manifestOut {
                throw UsageError("'\(option.option)' cannot be used with '--append'")
            }
            if requiresCheckFiles { throw UsageError("'--require-check-file' cannot be used with '--append'") }
            if options.delivery.written != nil {
                throw UsageError("'--write-check-files' cannot be used with '--append'")
            }
        }
    }
}
