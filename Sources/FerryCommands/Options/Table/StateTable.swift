extension OptionTable {
    /// What runs remember.
    static let state: [OptionDefinition] = [
        OptionDefinition(
            "--state", in: .sync, .toggle { $0.running.usesState = $1 },
            manual: """
                What a run learns is kept in $XDG_STATE_HOME/ferry/state.sqlite (~/.local/state without it) and saves work later: \
                it can be removed at any time. Files whose content both sides had in common after the last run are known by \
                their change times as well, so that a change with an unchanged size and time is seen. On by default; \
                --no-state goes without.
                """)
    ]
}
