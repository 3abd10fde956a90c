extension CommandDescription {
    static let list = CommandDescription(
        .list, synopsis: ["[OPTION...] LOCATION"],
        summary: "list what is at a place",
        examples: [
            Example("Names, one a line:", "ferry list /backup"),
            Example("Whole trees with sizes and times:", "ferry list -rl /backup/photos"),
        ],
        paragraphs: [
            """
            Lists a directory in byte order, a slash behind the name of each directory. Control characters and bytes \
            that are not UTF-8 are shown as \\#ooo, three octal digits each; --json has names exactly.
            """
        ],
        statuses: Status.places)

    static let cat = CommandDescription(
        .cat, synopsis: ["[OPTION...] LOCATION..."],
        summary: "write files to standard output",
        examples: [
            Example("Look at the beginning of a backup:", "ferry cat /backup/shop.sql | head"),
            Example("Read the second KiB:", "ferry cat --offset=1K --length=1K /backup/disk.img"),
        ],
        statuses: Status.places)

    static let put = CommandDescription(
        .put, synopsis: ["[OPTION...] LOCATION"],
        summary: "write standard input to a file",
        examples: [Example("Store a dump as it is made:", "mysqldump shop | ferry put /backup/shop.sql")],
        paragraphs: [
            """
            The file appears, or replaces an old one, when its input has ended and everything is written; until then \
            the old file stays. An empty input makes an empty file.
            """
        ],
        statuses: Status.places)

    static let remove = CommandDescription(
        .remove, synopsis: ["[OPTION...] LOCATION..."],
        summary: "remove files and directories",
        examples: [
            Example("Remove a file:", "ferry remove /backup/old.sql"),
            Example("See what a whole tree contains before it goes:", "ferry remove -rnv /backup/2019"),
        ],
        paragraphs: ["A directory is removed when it is empty, or with -r together with all that is in it."],
        statuses: Status.places)
}
