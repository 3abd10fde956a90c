/// Everything a run was asked to do, resolved: no option letters, no implied defaults, no text left to parse.
package struct SyncOptions: Sendable {
    package var selection = SelectionOptions()
    package var metadata = MetadataOptions()
    package var comparison = ComparisonOptions()
    package var writing = WritingOptions()
    package var deletion = DeletionOptions()
    package var delivery = DeliveryOptions()
    package var run = RunOptions()

    package init() {}
}
