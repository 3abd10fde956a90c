/// Options about what counts as changed.
public struct ComparisonArguments: Sendable {
    public var content = false
    public var ignoresTimes = false
    public var sizeOnly = false
    public var modifyWindow: OptionText?
    public var update = false
    public var existing = false
    public var ignoreExisting = false
    public var compareDestinations: [OptionText] = []
    public var copyDestinations: [OptionText] = []
    public var linkDestinations: [OptionText] = []
}
