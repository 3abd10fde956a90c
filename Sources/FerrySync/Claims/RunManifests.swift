public import FerryManifest

/// The manifests that a run goes by, and the one that it makes. Records come in canonical order; they are read by the
/// thread that runs.
public struct RunManifests {
    /// `--manifest`: what the source's files have to be.
    public var source: (any RecordReader)?
    /// `--compare-manifest`: what the destination's files were found to be.
    public var destination: (any RecordReader)?
    /// `--manifest-out`
    public var recording: Recording?

    public init(
        source: (any RecordReader)? = nil, destination: (any RecordReader)? = nil, recording: Recording? = nil
    ) {
        self.source = source
        self.destination = destination
        self.recording = recording
    }
}

/// What all threads of a run know of its manifests.
struct SharedManifests: Sendable {
    let recording: Recording?
    /// Whether each entry of the source has to come up in the run, changed or not.
    let concernUnchangedFiles: Bool

    init(_ manifests: RunManifests) {
        recording = manifests.recording
        concernUnchangedFiles =
            manifests.source != nil || manifests.destination != nil || manifests.recording != nil
    }
}
