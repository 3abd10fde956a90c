/// A command line as it was typed: which options were given, with values still as text, and nothing concluded from
/// them.
package struct Arguments: Sendable {
    package var selection = SelectionArguments()
    package var filters = FilterArguments()
    package var links = LinkArguments()
    package var metadata = MetadataArguments()
    package var comparison = ComparisonArguments()
    package var writing = WritingArguments()
    package var deletion = DeletionArguments()
    package var output = OutputArguments()
    package var running = RunningArguments()
    package var places = PlaceArguments()
    package var deltas = DeltaArguments()
    package var zsync = ZsyncArguments()
    package var web = WebArguments()
    package var objectStores = ObjectStoreArguments()
    package var manifests = ManifestArguments()
    package var serving = ServeArguments()
    package var remote = RemoteArguments()
    /// Words that are no options.
    package var operands: [[UInt8]] = []

    package init() {}

    /// `-a`, which `ferry sync` starts from.
    package mutating func archive() {
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
