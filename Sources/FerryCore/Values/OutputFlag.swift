/// A flag of `--info` or `--debug`: something that the program may mention, in more detail at higher levels.
public protocol OutputFlag: CaseIterable, Hashable, Sendable, RawRepresentable where RawValue == String {
    /// `info` or `debug`.
    static var option: String { get }
    /// What no `-v`, `-v`, `-vv` and so on turn on, each on top of those before; as a value of the option.
    static var addedByVerbosity: [String] { get }
    /// One line of help.
    var summary: String { get }
}

/// The flags of `--info` (rsync, `--info=help`).
public enum InfoFlag: String, OutputFlag {
    case backup, copy, del, flist, misc, mount, name, nonreg, progress, remove, skip, stats, symsafe

    public static let option = "info"
    public static let addedByVerbosity = [
        "NONREG",
        "COPY,DEL,FLIST,MISC,NAME,STATS,SYMSAFE",
        "BACKUP,MISC2,MOUNT,NAME2,REMOVE,SKIP",
    ]

    public var summary: String {
        switch self {
        case .backup: "Mention files backed up"
        case .copy: "Mention files copied locally on the receiving side"
        case .del: "Mention deletions on the receiving side"
        case .flist: "Mention file-list receiving/sending (levels 1-2)"
        case .misc: "Mention miscellaneous information (levels 1-2)"
        case .mount: "Mention mounts that were found or skipped"
        case .name: "Mention 1) updated file/dir names, 2) unchanged names"
        case .nonreg: "Mention skipped non-regular files (default 1, 0 disables)"
        case .progress: "Mention 1) per-file progress or 2) total transfer progress"
        case .remove: "Mention files removed on the sending side"
        case .skip: "Mention files skipped due to transfer overrides (levels 1-2)"
        case .stats: "Mention statistics at end of run (levels 1-3)"
        case .symsafe: "Mention symlinks that are unsafe"
        }
    }
}
