extension CommandDescription {
    static let zsync = CommandDescription(
        .zsync,
        synopsis: ["[OPTION...] make FILE", "[OPTION...] get CONTROL"],
        summary: "publish files so that others fetch only what they lack",
        examples: [
            Example("Describe a file that is published, in image.iso.zsync:", "ferry zsync make image.iso"),
            Example(
                "Put it together from an older one, and read the rest from where it is published:",
                "ferry zsync get -i old.iso /mnt/mirror/image.iso.zsync"),
        ],
        paragraphs: [
            """
            Writes and reads the control files of zsync. A control file lists the hashes of a file's blocks; whoever has a \
            similar file finds most of them there, and needs only the rest from where the file is published.
            """,
            """
            "get" works in NAME.part, and goes on from there when it was cut off. The file gets its name when its SHA-1 is the \
            one that the control file gives, and not before. A URL that is relative is beside the control file. \
            What one URL has not, or has otherwise than the control file says, comes from the next.
            """,
            """
            Options about locations hold for the control file and for what it names, but for what proves who the user is: headers, \
            client certificates, FERRY_HTTP_TOKEN and FERRY_HTTP_PASSWORD are for the control file's own server, since whoever \
            wrote it could name any other.
            """,
            """
            Without "-o" the control file chooses the name, though none that is hidden, begins with - or leads out of the present \
            directory. What had that name stays as NAME.zs-old, in place of an older one, unless it is the same file. The new file \
            gets the permissions of the one that it replaces.
            """,
        ],
        statuses: [
            Status(0, "Everything was done."),
            Status(1, "The command line cannot be followed."),
            Status(3, "What was named is no regular file."),
            Status(4, "The file is published where ferry cannot read it."),
            Status(5, "There is no connection: the host is not known, refuses, or is not trusted."),
            Status(11, "A file could not be read or written."),
            Status(12, "The control file is damaged, or is not one of the file that is published."),
            Status(20, "A signal ended the run; what was got stays."),
            Status(23, "What is missing could not be got."),
        ])
}
