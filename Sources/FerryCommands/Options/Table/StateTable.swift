extension OptionTable {
    /// What runs remember.
    static let state: [OptionDefinition] = [
        OptionDefinition(
            "--state", in: .locations, .toggle { $0.running.usesState = $1 },
            manual: """
                What a run learns is kept in $XDG_STATE_HOME/ferry/state.sqlite (~/.local/state without it) and saves work later: \
                it can be removed at any time. Files whose content both sides had in common after the last run are known by \
                their change times as well, so that a change with an unchanged size and time is seen. Digests of \
                files of this machine, too, are kept: to describe or verify a file again that has not changed by its size, its \
                times and its change time, it is not read. A host without ferry is not asked for it again for a day. On by \
                default; --no-state goes without, and reads every file.
                """)
    ]
}
