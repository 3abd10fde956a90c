/// All options. The groups are made on first use, so `ferry --version` does not pay for them.
public enum OptionTable {
    public static let groups: [OptionGroup] = [
        OptionGroup("What is done", places),
        OptionGroup("Signatures and deltas", deltas),
        OptionGroup("Control files", controlFiles),
        OptionGroup("Manifests", manifests + delivery),
        OptionGroup("What takes part", selection),
        OptionGroup("Filters", filters),
        OptionGroup("Symlinks", links),
        OptionGroup("Metadata", metadata),
        OptionGroup("What counts as changed", comparison),
        OptionGroup("Writing", writing),
        OptionGroup("Deleting", deletion),
        OptionGroup("Backups", backups),
        OptionGroup("Output", output),
        OptionGroup("Running", running),
        OptionGroup("Serving", serving),
        OptionGroup("State", state),
        OptionGroup("Remote sides", remote + web),
        OptionGroup("Object stores", objectStores),
    ]

    /// The groups as one command understands them, without empty ones.
    public static func groups(for command: CommandName) -> [OptionGroup] {
        groups.compactMap { group in
            let definitions = group.definitions.filter { $0.commands.contains(CommandSet(command)) }
            return definitions.isEmpty ? nil : OptionGroup(group.title, definitions)
        }
    }
}
