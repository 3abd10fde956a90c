internal import FerryCore
internal import FerrySync

extension SelectionOptions {
    /// - Parameter arguments: With recursion and directories already settled.
    init(resolving arguments: Arguments) throws(UsageError) {
        let typed = arguments.selection
        self.init()
        recursive = typed.recursion != .off
        directoriesOnly = typed.recursion == .off && typed.directories == .on
        sendsImpliedDirectories = typed.impliedDirectories
        oneFileSystem = typed.oneFileSystem > 0
        omitsMountPoints = typed.oneFileSystem > 1
        prunesEmptyDirectories = typed.prunesEmptyDirectories
        links = LinkTreatment(resolving: arguments.links)
        devices = typed.devices
        specials = typed.specials
        copiesDeviceContent = typed.copyDevices
        minimumSize = try typed.minimumSize?.size()
        maximumSize = try typed.maximumSize?.size()
        if typed.ignoresMissing { missingSources = .ignore }
        if typed.deletesMissing { missingSources = .delete }
    }
}

extension LinkTreatment {
    fileprivate init(resolving typed: LinkArguments) {
        self.init()
        keep = typed.keep
        followAll = typed.followAll
        followUnsafe = typed.followUnsafe
        omitUnsafe = typed.omitUnsafe
        // Between other places than this machine, nothing makes links unusable: see `SyncCommand`.
        munge = typed.munge ? .removing : nil
        followDirectories = typed.followDirectories
        keepDestinationDirectoryLinks = typed.keepDestinationDirectories
    }
}
