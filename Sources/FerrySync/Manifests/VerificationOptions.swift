public import FerryCore

/// How closely a tree is held against a manifest.
public struct VerificationOptions: Sendable {
    /// `--exact`: what the manifest does not name must not be there.
    public var exact = false
    /// The directory that `exact` is about: all of a tree, or the payload of a bag.
    public var exactBelow = RelativePath.root
    /// `--quick`: files are not read; size and time stand in for the content.
    public var quick = false
    /// `--sample`: the percentage of files that are read, picked at random; of the others sizes are compared.
    public var sample: Double = 100

    /// Nothing but their length says what the manifest's digests are of: one of another digest of that length is as good.
    public var guessesDigests = false

    public init() {}
}
