public import FerryCore

/// A name, and what each side has under it. At least one of the two is there.
public struct Pair: Sendable {
    public var source: SourceItem?
    public var destination: Entry?

    public init(source: SourceItem?, destination: Entry?) {
        self.source = source
        self.destination = destination
    }
}
