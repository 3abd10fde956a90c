/// The commands that take options, by the word that starts them.
package enum CommandName: String, Sendable, Hashable, CaseIterable {
    case sync, rsync, check, manifest, list, cat, put, remove, delta, zsync, serve, state, help, version, completion

    package init?(word: [UInt8]) {
        guard let text = String(validating: word, as: UTF8.self) else { return nil }
        self.init(rawValue: text)
    }
}

/// A set of commands, for saying where an option is understood.
package struct CommandSet: OptionSet, Sendable, Hashable {
    package let rawValue: UInt32

    package init(rawValue: UInt32) {
        self.rawValue = rawValue
    }

    package init(_ command: CommandName) {
        rawValue = 1 << UInt32(CommandName.allCases.firstIndex(of: command)!)
    }

    package static let sync = CommandSet(.sync)
    package static let rsync = CommandSet(.rsync)
    package static let check = CommandSet(.check)
    package static let manifest = CommandSet(.manifest)
    package static let list = CommandSet(.list)
    package static let cat = CommandSet(.cat)
    package static let put = CommandSet(.put)
    package static let remove = CommandSet(.remove)
    package static let delta = CommandSet(.delta)
    package static let zsync = CommandSet(.zsync)
    package static let serve = CommandSet(.serve)
    package static let state = CommandSet(.state)
    package static let help = CommandSet(.help)
    package static let version = CommandSet(.version)
    package static let completion = CommandSet(.completion)

    /// The two presets of one program.
    package static let transfers: CommandSet = [.sync, .rsync]
    /// Commands that look at whole trees.
    package static let trees: CommandSet = [.sync, .rsync, .check]
    /// Commands that list trees, and so take filters.
    package static let listings: CommandSet = [.sync, .rsync, .check, .manifest, .list]
    /// Commands that make files.
    package static let writers: CommandSet = [.sync, .rsync, .put]
    /// Commands that work on locations.
    package static let locations: CommandSet = [.sync, .rsync, .check, .manifest, .list, .cat, .put, .remove, .zsync]
    package static let all = CommandSet(rawValue: .max)
}
