internal import FerryCore

extension OptionTable {
    static let metadata: [OptionDefinition] = [
        OptionDefinition(
            "-p", "--perms", in: .transfers, .toggle { $0.metadata.permissions = $1 },
            help: "keep permissions"),
        OptionDefinition(
            "-p", "--perms", in: .check, .toggle { $0.metadata.permissions = $1 },
            help: "permissions must be equal too"),
        OptionDefinition(
            "-t", "--times", in: .check, .toggle { $0.metadata.times = $1 },
            help: "modification times must be equal too",
            manual: "Those of directories and symlinks, and with -c or --size-only those of files."),
        OptionDefinition(
            "-o", "--owner", in: .check, .toggle { $0.metadata.owner = $1 },
            help: "owners must be equal too"),
        OptionDefinition(
            "-g", "--group", in: .check, .toggle { $0.metadata.group = $1 },
            help: "groups must be equal too"),
        OptionDefinition(
            "-E", "--executability", in: .transfers, .flag { $0.metadata.executability = true },
            help: "keep whether a file is executable",
            manual: "Only without --perms."),
        OptionDefinition(
            "-t", "--times", in: .transfers, .toggle { $0.metadata.times = $1 },
            help: "keep modification times"),
        OptionDefinition(
            "-O", "--omit-dir-times", in: .transfers, .toggle { $0.metadata.omitsDirectoryTimes = $1 },
            help: "but not those of directories"),
        OptionDefinition(
            "-J", "--omit-link-times", in: .transfers, .toggle { $0.metadata.omitsLinkTimes = $1 },
            help: "but not those of symlinks"),
        OptionDefinition(
            "-U", "--atimes", in: .transfers, .flag { $0.metadata.accessTimes += 1 },
            help: "keep access times",
            manual: "Given twice, it implies --open-noatime, too.",
            negations: ["no-atimes", "no-U"], undo: { $0.metadata.accessTimes = 0 }),
        OptionDefinition(
            "-o", "--owner", in: .transfers, .toggle { $0.metadata.owner = $1 },
            help: "keep owners (super-user)"),
        OptionDefinition(
            "-g", "--group", in: .transfers, .toggle { $0.metadata.group = $1 },
            help: "keep groups"),
        OptionDefinition(
            "-H", "--hard-links", in: .transfers, .toggle { $0.metadata.hardLinks = $1 },
            help: "keep hard links among the copied files"),
        OptionDefinition(
            "--chmod", in: .transfers, .value(ValueKind("MODES")) { $0.metadata.chmod.append($1) },
            help: "change permissions on the way",
            manual: """
                As in chmod(1), several changes separated by commas; D before a change limits it to directories, F to \
                files: "Dg+s,ug+w,Fo-w,+X". May be given more than once.
                """),
        OptionDefinition(
            "--chown", in: .transfers, .value(ValueKind("USER:GROUP", .user), chown),
            help: "everything belongs to USER and GROUP",
            manual: "Either half may be empty. The same as --usermap='*:USER' --groupmap='*:GROUP'."),
        OptionDefinition(
            "--usermap", in: .transfers, .value(ValueKind("FROM:TO,...", .user), userMap),
            help: "rename owners on the way",
            manual: """
                FROM is a name, which may contain wildcards, a number, or a range of numbers. The first that matches \
                decides. An empty FROM stands for owners without a name. Implies --owner.
                """),
        OptionDefinition(
            "--groupmap", in: .transfers, .value(ValueKind("FROM:TO,...", .group), groupMap),
            help: "rename groups on the way",
            manual: "Like --usermap. Implies --group."),
        OptionDefinition(
            "--numeric-ids", in: .transfers, .toggle { $0.metadata.numericIDs = $1 },
            help: "owners and groups are numbers, not names",
            negations: ["no-numeric-ids"]),
        OptionDefinition(
            "--super", in: .transfers, .toggle { _, _ in },
            manual: "Accepted for compatibility: what only the super-user may do is always tried."),
        OptionDefinition(
            "--open-noatime", in: .transfers, .toggle { $0.metadata.readsWithoutTrace = $1 },
            help: "reading changes no access times",
            manual: "Where the kernel permits it, which it does for one's own files. -UU implies it.",
            negations: ["no-open-noatime"]),
        OptionDefinition(
            "--fake-super", in: .transfers, .flag(notSupported("--fake-super"))),
        OptionDefinition(
            "-A", "--acls", in: .transfers, .flag(notSupported("-A (--acls)")),
            negations: ["no-acls", "no-A"], undo: { _ in }),
        OptionDefinition(
            "-X", "--xattrs", in: .transfers, .flag(notSupported("-X (--xattrs)")),
            negations: ["no-xattrs", "no-X"], undo: { _ in }),
        OptionDefinition(
            "-N", "--crtimes", in: .transfers, .flag(notSupported("-N (--crtimes)")),
            negations: ["no-crtimes", "no-N"], undo: { _ in }),
    ]

    /// An option that would change what is copied, and cannot be followed.
    static func notSupported(_ name: String) -> @Sendable (inout Arguments) throws(UsageError) -> Void {
        { (_: inout Arguments) throws(UsageError) in
            throw UsageError("option '\(name)' is not supported by this version", status: .notSupported)
        }
    }

    static func valueNotSupported(
        _ name: String
    ) -> @Sendable (inout Arguments, OptionText) throws(UsageError) -> Void {
        { (_: inout Arguments, _: OptionText) throws(UsageError) in
            throw UsageError("option '\(name)' is not supported by this version", status: .notSupported)
        }
    }
}

extension OptionTable {
    @Sendable private static func userMap(_ arguments: inout Arguments, _ text: OptionText) throws(UsageError) {
        if arguments.metadata.chownUser != nil { throw UsageError("'--usermap' conflicts with the earlier '--chown'") }
        if arguments.metadata.userMap != nil { throw UsageError("'--usermap' may be given only once") }
        arguments.metadata.userMap = text
        arguments.metadata.owner = true
    }

    @Sendable private static func groupMap(_ arguments: inout Arguments, _ text: OptionText) throws(UsageError) {
        if arguments.metadata.chownGroup != nil {
            throw UsageError("'--groupmap' conflicts with the earlier '--chown'")
        }
        if arguments.metadata.groupMap != nil { throw UsageError("'--groupmap' may be given only once") }
        arguments.metadata.groupMap = text
        arguments.metadata.group = true
    }

    /// `USER:GROUP`, either half of which may be empty.
    @Sendable private static func chown(_ arguments: inout Arguments, _ text: OptionText) throws(UsageError) {
        let colon = text.bytes.firstIndex(of: UInt8(ascii: ":")) ?? text.bytes.endIndex
        let user = OptionText(option: text.option, bytes: Array(text.bytes[..<colon]))
        let group = OptionText(option: text.option, bytes: Array(text.bytes[colon...].dropFirst()))
        if !user.bytes.isEmpty { try arguments.metadata.chown(user: user) }
        if !group.bytes.isEmpty { try arguments.metadata.chown(group: group) }
    }
}

extension MetadataArguments {
    fileprivate mutating func chown(user: OptionText) throws(UsageError) {
        if userMap != nil { throw UsageError("'--chown' conflicts with the earlier '--usermap'") }
        if chownUser != nil { throw UsageError("'--chown' may name a user only once") }
        chownUser = user
        owner = true
    }

    fileprivate mutating func chown(group: OptionText) throws(UsageError) {
        if groupMap != nil { throw UsageError("'--chown' conflicts with the earlier '--groupmap'") }
        if chownGroup != nil { throw UsageError("'--chown' may name a group only once") }
        chownGroup = group
        self.group = true
    }
}
