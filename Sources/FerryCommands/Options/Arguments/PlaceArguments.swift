/// Options of `list`, `cat`, `put` and `remove`, which work at one place.
public struct PlaceArguments: Sendable {
    public var recursive = false
    /// `list -l`
    public var long = false
    /// `list -0`
    public var nulTerminated = false
    /// `list --versions`
    public var versions = false
    /// `cat --offset`, `cat --length`
    public var offset: OptionText?
    public var length: OptionText?
    /// `put --mkpath`
    public var makesPath = false
    /// `cat`, `put`, `list --presign`
    public var presign: OptionText?
    /// `remove -f`
    public var force = false
    /// `remove --incomplete`
    public var incomplete = false
}
