/// Options about metadata.
public struct MetadataArguments: Sendable {
    public var permissions = false
    public var executability = false
    public var owner = false
    public var group = false
    public var times = false
    public var omitsDirectoryTimes = false
    public var omitsLinkTimes = false
    /// How often `-U` was given.
    public var accessTimes = 0
    /// `--open-noatime`
    public var readsWithoutTrace = false
    public var hardLinks = false
    public var chmod: [OptionText] = []
    public var userMap: OptionText?
    public var groupMap: OptionText?
    /// The halves of `--chown=USER:GROUP`.
    public var chownUser: OptionText?
    public var chownGroup: OptionText?
    public var numericIDs = false
}
