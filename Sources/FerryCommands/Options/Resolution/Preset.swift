/// The two ways to read one option table.
public enum Preset: String, Sendable, Hashable {
    /// `ferry sync`: rsync's letters and meanings, starting from `-a`, durable and careful.
    case sync
    /// `ferry rsync`, and the program when it is called `rsync`: strictly rsync.
    case rsync

    /// What the options on the command line are applied to.
    public var defaults: Arguments {
        var arguments = Arguments()
        if self == .sync { arguments.archive() }
        return arguments
    }
}
