/// Options about metadata.
package struct MetadataArguments: Sendable {
    package var permissions = false
    package var executability = false
    package var owner = false
    package var group = false
    package var times = false
    package var omitsDirectoryTimes = false
    package var omitsLinkTimes = false
    /// How often `-U` was given.
    package var accessTimes = 0
    /// `--open-noatime`
    package var readsWithoutTrace = false
    package var hardLinks = false
    package var chmod: [OptionText] = []
    package var userMap: OptionText?
    package var groupMap: OptionText?
    /// The halves of `--chown=USER:GROUP`.
    package var chownUser: OptionText?
    package var chownGroup: OptionText?
    package var numericIDs = false
}
