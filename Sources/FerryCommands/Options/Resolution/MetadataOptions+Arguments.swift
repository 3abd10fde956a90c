internal import FerryCore
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
        numericIDs = typed.numericIDs
        self.umask = umask
        changePermissions = try Self.modeChange(typed.chmod, umask: umask)
        mapUser = try Self.map(.user, typed.userMap, everyoneTo: typed.chownUser, numeric: typed.numericIDs)
        mapGroup = try Self.map(.group, typed.groupMap, everyoneTo: typed.chownGroup, numeric: typed.numericIDs)
    }

    private static func modeChange(
        _ values: [OptionText], umask: UInt16
    ) throws(UsageError) -> (@Sendable (UInt16, Bool) -> UInt16)? {
        var all: ModeChange?
        for value in values {
            let change = try value.parsed { (text) throws(ValueError) in try ModeChange(parsing: text, umask: umask) }
            all = all?.followed(by: change) ?? change
        }
        guard let change = all else { return nil }
        return { change($0, isDirectory: $1) }
    }

    /// - Parameter numeric: `--numeric-ids`: owners of the source are not looked up by name.
    private static func map(
        _ kind: OwnershipMap.Kind, _ pairs: OptionText?, everyoneTo target: OptionText?, numeric: Bool
    ) throws(UsageError) -> (@Sendable (UInt32) -> UInt32)? {
        let accounts = AccountNames(kind)
        let map: OwnershipMap
        if let pairs {
            map = try pairs.parsed { (text) throws(ValueError) in
                try OwnershipMap(parsing: text, kind: kind, number: accounts.number)
            }
        } else if let target {
            map = try target.parsed { (text) throws(ValueError) in
                try OwnershipMap(everyoneTo: text, kind: kind, number: accounts.number)
            }
        } else {
            return nil
        }
        return { map.target(of: $0, named: numeric ? nil : accounts.name(of: $0)) ?? $0 }
    }
}
