/// The commands that take options, by the word that starts them.
public enum CommandName: String, Sendable, Hashable, CaseIterable {
    case sync, rsync, check, manifest, list, cat, put, remove, delta, zsync, serve, state, help, version, completion

    public init?(word: [UInt8]) {
        guard let text = String(validating: word, as: UTF8.self) else { return nil }
        self.init(rawValue: text)
    }
}

/// A set of commands, for saying where an option is understood.
public struct CommandSet: OptionSet, Sendable, Hashable {
    public let rawValue: UInt32

    public init(rawValue: UInt32) {
        self.rawValue = rawValue
    }

    public init(_ command: CommandName) {
        rawValue = 1 << UInt32(CommandName.allCases.firstIndex(of: command)!)
    }

    public static let sync = CommandSet(.sync)
    public static let rsync = CommandSet(.rsync)
    public static let check = CommandSet(.check)
    public static let manifest = CommandSet(.manifest)
    public static let list = CommandSet(.list)
    public static let cat = CommandSet(.cat)
    public static let put = CommandSet(.put)
    public static let remove = CommandSet(.remove)
    public static let delta = CommandSet(.delta)
    public static let zsync = CommandSet(.zsync)
    public static let serve = CommandSet(.serve)
    public static let state = CommandSet(.state)
    public static let help = CommandSet(.help)
    public static let version = CommandSet(.version)
    public static let completion = CommandSet(.completion)

    /// The two presets of one program.
    public static let transfers: CommandSet = [.sync, .rsync]
    /// Commands that look at whole trees.
    public static let trees: CommandSet = [.sync, .rsync, .check]
    /// Commands that list trees, and so take filters.
    public static let listings: CommandSet = [.sync, .rsync, .check, .manifest, .list]
    /// Commands that make files.
    public static let writers: CommandSet = [.sync, .rsync, .put]
    /// Commands that work on locations.
    public static let locations: CommandSet = [.sync, .rsync, .check, .manifest, .list, .cat, .put, .remove, .zsync]
    public static let all = CommandSet(rawValue: .max)
}
