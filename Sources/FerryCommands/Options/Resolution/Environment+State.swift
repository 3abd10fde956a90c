extension Environment {
    /// The state store's database, by the XDG base directory specification: relative directories are ignored. Nil where
    /// there is no place for it.
    public var statePath: String? {
        if let directory = absolute("XDG_STATE_HOME") { return directory + "/ferry/state.sqlite" }
        return absolute("HOME").map { $0 + "/.local/state/ferry/state.sqlite" }
    }

    private func absolute(_ name: String) -> String? {
        value(name).flatMap { $0.hasPrefix("/") ? $0 : nil }
    }
}
