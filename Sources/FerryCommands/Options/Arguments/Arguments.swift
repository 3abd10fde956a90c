/// A command line as it was typed: which options were given, with values still as text, and nothing concluded from
/// them.
public struct Arguments: Sendable {
    public var selection = SelectionArguments()
    public var filters = FilterArguments()
    public var links = LinkArguments()
    public var metadata = MetadataArguments()
    public var comparison = ComparisonArguments()
    public var writing = WritingArguments()
    public var deletion = DeletionArguments()
    public var output = OutputArguments()
    public var running = RunningArguments()
    public var places = PlaceArguments()
    public var deltas = DeltaArguments()
    public var zsync = ZsyncArguments()
    public var web = WebArguments()
    public var objectStores = ObjectStoreArguments()
    public var manifests = ManifestArguments()
    public var serving = ServeArguments()
    public var remote = RemoteArguments()
    /// Words that are no options.
    public var operands: [[UInt8]] = []

    public init() {}

    /// `-a`, which `ferry sync` starts from.
    public mutating func archive() {
        if selection.recursion == .off { selection.recursion = .implied }
        links.keep = true
        metadata.permissions = true
        metadata.times = true
        metadata.owner = true
        metadata.group = true
        selection.devices = true
        selection.specials = true
    }
}
