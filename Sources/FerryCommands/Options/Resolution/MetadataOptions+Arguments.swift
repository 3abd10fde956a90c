internal import FerrySync

extension MetadataOptions {
    init(resolving typed: MetadataArguments, umask: UInt16) throws(UsageError) {
        self.init()
        permissions = typed.permissions
        executability = typed.executability
        owner = typed.owner
        group = typed.group
        times = typed.times
        omitsDirectoryTimes = typed.omitsDirectoryTimes
        omitsLinkTimes = typed.omitsLinkTimes
        accessTimes = typed.accessTimes > 0
        hardLinks = typed.hardLinks
        self.umask = umask
    }
}
