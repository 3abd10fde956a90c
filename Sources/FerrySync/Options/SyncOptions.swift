/// Everything a run was asked to do, resolved: no option letters, no implied defaults, no text left to parse.
public struct SyncOptions: Sendable {
    public var selection = SelectionOptions()
    public var metadata = MetadataOptions()
    public var comparison = ComparisonOptions()
    public var writing = WritingOptions()
    public var deletion = DeletionOptions()
    public var delivery = DeliveryOptions()
    public var run = RunOptions()

    public init() {}
}
