/// ferry(1): what there is, and what all commands share.
enum OverviewPage {
    static var text: String {
        var lines = [
            ManualPage.heading("ferry"), ".SH NAME", "ferry \\- make directory trees the same, and know that they are",
            ".SH SYNOPSIS",
            "\(Roff.bold("ferry")) \(Roff.italic("COMMAND")) [\(Roff.italic("OPTION"))...] [\(Roff.italic("LOCATION"))...]",
        ]
        lines += [".SH EXAMPLES"] + ManualPage.examples(examples)
        lines += [".SH COMMANDS"]
        for description in CommandDescription.all {
            lines += [".TP", Roff.bold("ferry-" + description.command.rawValue) + "(1)"]
            lines.append(
                description.summary.prefix(1).uppercased() + Roff.escaped(String(description.summary.dropFirst())) + "."
            )
        }
        lines += [".SH LOCATIONS"] + locations.flatMap { [".PP", Roff.escaped($0)] }
        lines += [".SH EXIT STATUS", Roff.escaped(statuses)]
        lines += [".SH ENVIRONMENT"] + environment.flatMap { [".TP", Roff.bold($0.0), Roff.escaped($0.1)] }
        lines += [".SH FILES"] + files.flatMap { [".TP", Roff.italic($0.0), Roff.escaped($0.1)] }
        lines += [".SH SEE ALSO", ManualPage.names.dropFirst().map { Roff.bold($0) + "(1)" }.joined(separator: ", ")]
        return lines.joined(separator: "\n") + "\n"
    }

    private static let examples = [
        CommandDescription.Example("Make a backup the same as a directory:", "ferry sync photos/ /backup/photos"),
        CommandDescription.Example("Know that it is:", "ferry check -c photos/ /backup/photos"),
        CommandDescription.Example("Learn the options of a command:", "ferry help sync"),
    ]

    private static let locations = [
        """
        A local path is written as it is. HOST:PATH and USER@HOST:PATH name a path over SSH; as in rsync(1), the colon \
        has to come before the first slash, so a local file with a colon in its name is written ./a:b. URLs start with \
        sftp://, scp://, ftp://, ftps://, http://, https://, dav://, davs:// or s3://. In them %XX stands for a byte, and \
        settings of this one location may follow a question mark, as in s3://bucket/prefix?profile=backup. A location \
        never contains a password.
        """,
        """
        scp:// reaches hosts without SFTP, by scp and commands of the account's shell: whole files, no ranges and no deltas. \
        rsync:// and HOST::MODULE are refused with status 4.
        """,
    ]

    private static let statuses = """
        Commands that copy have the statuses of rsync(1). Commands that compare end with 0 for the same, 1 for different, \
        and 2 when they could not tell. The pages of the commands list them.
        """

    private static let environment = [
        ("TERM", "No live line is shown when it is dumb."),
        ("CVSIGNORE", "Patterns that --cvs-exclude adds."),
        ("HOME", "Where .cvsignore is looked for."),
        ("XDG_STATE_HOME", "Where state is kept, see ferry-state(1); ~/.local/state when not set."),
        ("TMPDIR", "Where what is too much for memory lies meanwhile; /tmp when not set, or not a place for files."),
        ("RSYNC_PARTIAL_DIR", "What --partial takes for --partial-dir when that is not given."),
        ("RSYNC_RSH", "The remote shell, as --rsh names it."),
        ("FERRY_SSH_PASSWORD", "The password for hosts that are reached through SSH."),
        (
            "SSH_ASKPASS, SSH_ASKPASS_REQUIRE",
            "A program that asks for passwords and passphrases, as in ssh(1); also with --ssh-transport=libssh2."
        ),
        ("SSH_AUTH_SOCK", "The agent that holds keys, see ssh-agent(1)."),
        ("TZ", "The time zone of printed times and of --stop-at."),
    ]

    private static let files = [
        (".rsync-filter", "Filter rules of a directory, with -F."),
        (".cvsignore", "Names to leave out of a directory, with --cvs-exclude."),
        (
            ".NAME.ferry-XXXXXX",
            "A file that is being written. It is never listed or copied, and removed when left over."
        ),
    ]
}
