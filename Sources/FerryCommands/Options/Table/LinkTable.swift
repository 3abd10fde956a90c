extension OptionTable {
    static let links: [OptionDefinition] = [
        OptionDefinition(
            "-l", "--links", in: .transfers, .toggle { $0.links.keep = $1 },
            help: "copy symlinks as symlinks"),
        OptionDefinition(
            "-L", "--copy-links", in: .transfers, .flag { $0.links.followAll = true },
            help: "copy what symlinks point to"),
        OptionDefinition(
            "-L", "--copy-links", in: [.check, .manifest, .list], .flag { $0.links.followAll = true },
            help: "look at what symlinks point to"),
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
                Targets of symlinks that come to this machine from another place get "/rsyncd-munged/" in front; those that \
                are copied from this machine lose it where they have it.
                """),
        OptionDefinition(
            "-k", "--copy-dirlinks", in: .transfers, .flag { $0.links.followDirectories = true },
            help: "copy symlinks to directories as directories"),
        OptionDefinition(
            "-K", "--keep-dirlinks", in: .transfers, .flag { $0.links.keepDestinationDirectories = true },
            help: "a symlink to a directory there is that directory",
            manual: """
                Where the sources have a directory: it is then brought up to date behind the symlink, wherever that leads, and \
                --delete removes what is extraneous there. Only for destinations into which nobody else can put symlinks.
                """),
    ]
}
