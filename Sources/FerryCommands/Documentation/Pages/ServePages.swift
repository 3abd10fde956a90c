extension CommandDescription {
    static let serve = CommandDescription(
        .serve, synopsis: ["--stdio [OPTION...]"],
        summary: "serve this machine's files to a ferry on another one",
        examples: [
            Example("What ferry itself starts on the other machine:", "ssh host ferry serve --stdio"),
            Example(
                "Let a key reach one directory only, in authorized_keys:",
                "restrict,command=\"ferry serve --stdio --root /srv/backup\" ssh-ed25519 AAAA..."),
            Example(
                "Let it read there and change nothing:",
                "restrict,command=\"ferry serve --stdio --root /srv/www --read-only\" ssh-ed25519 AAAA..."),
        ],
        paragraphs: [
            """
            With this agent on the other side, files travel as differences in both directions, content is confirmed by \
            digests that are computed there, and a long link's latency is paid for many files at once. It trusts its \
            client with nothing but what --root and --read-only leave.
            """
        ],
        statuses: Status.serving, operands: .nothing)
}
