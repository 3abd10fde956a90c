extension OptionTable {
    static let links: [OptionDefinition] = [
        OptionDefinition(
            "-l", "--links", in: .transfers, .toggle { $0.links.keep = $1 },
            help: "copy symlinks as symlinks"),
        OptionDefinition(
            "-l", "--long", in: .list, .toggle { $0.places.long = $1 },
            help: "show kind, permissions, size and time too"),
        OptionDefinition(
            "-L", "--copy-links", in: .trees, .flag { $0.links.followAll = true },
            help: "copy what symlinks point to"),
        OptionDefinition(
            "--copy-unsafe-links", in: .transfers, .flag { $0.links.followUnsafe = true },
            help: "copy what symlinks out of the tree point to"),
        OptionDefinition(
            "--safe-links", in: .transfers, .flag { $0.links.omitUnsafe = true },
            help: "leave out symlinks that point out of the tree"),
        OptionDefinition(
            "--munge-links", in: .transfers, .toggle { $0.links.munge = $1 },
            help: "make symlinks unusable by a prefix",
            manual: """
                Targets get "/rsyncd-munged/" in front of them, which is taken off again when such links are copied \
                without this option ... by a program that munges them back.
                """),
        OptionDefinition(
            "-k", "--copy-dirlinks", in: .transfers, .flag { $0.links.followDirectories = true },
            help: "copy symlinks to directories as directories"),
        OptionDefinition(
            "-K", "--keep-dirlinks", in: .transfers, .flag { $0.links.keepDestinationDirectories = true },
            help: "at the destination, a symlink to a directory is one"),
    ]
}
