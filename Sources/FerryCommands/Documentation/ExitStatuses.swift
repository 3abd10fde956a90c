extension CommandDescription.Status {
    /// Of everything that copies: rsync's.
    static let transfers: [Self] =
        [
            Self(0, "Everything was done. Metadata that the destination never keeps is mentioned and no error."),
            Self(1, "The command line cannot be followed."),
            Self(3, "A source or the destination cannot be used."),
            Self(4, "What was asked for is not supported."),
        ]
        + connections + [
            Self(11, "A file that the command line names could not be read or written."),
            Self(20, "A signal ended the run."),
            Self(22, "Memory was short."),
            Self(23, "Some files or metadata could not be transferred; each has its line."),
            Self(24, "Some files vanished before they could be read."),
            Self(25, "--max-delete kept deletions from being done."),
        ] + silence

    /// Of what lies between machines.
    private static let connections: [Self] = [
        Self(5, "There is no connection: the host is not known, refuses, or is not trusted."),
        Self(10, "A connection broke, and could not be made again."),
        Self(12, "What the other side sent does not follow the protocol."),
    ]
    private static let silence: [Self] = [
        Self(30, "Nothing moved for as long as --timeout says, or a store stayed busy."),
        Self(35, "A host took longer to connect to than --contimeout says."),
    ]

    /// Of comparisons.
    static let comparisons: [Self] = [
        Self(0, "Both are the same."),
        Self(1, "They differ."),
        Self(2, "It could not be told, or the command line cannot be followed."),
        Self(20, "A signal ended the run."),
    ]

    /// Of commands that work at one place.
    static let places: [Self] =
        [
            Self(0, "Everything was done."),
            Self(1, "The command line cannot be followed."),
            Self(3, "The location cannot be used."),
            Self(4, "What was asked for is not supported."),
        ]
        + connections + [
            Self(11, "Standard input could not be read, or standard output not written."),
            Self(20, "A signal ended the run."),
            Self(23, "Something could not be done; each failure has its line."),
        ] + silence

    /// Of the agent.
    static let serving: [Self] = [
        Self(0, "The client was done."),
        Self(1, "The command line cannot be followed."),
        Self(3, "--root is not a directory."),
        Self(10, "The connection broke."),
        Self(12, "What the client sent does not follow the protocol."),
    ]

    static let texts: [Self] = [Self(0, "The text was printed."), Self(1, "The command line cannot be followed.")]
}
