public import FerryCore
public import FerrySync

/// Which items are worth a line, and the line: rsync's rules for `-v`, `-i` and `--info`.
public struct ItemLines: Sendable {
    private let format: ItemFormat?
    private let info: OutputLevels<InfoFlag>
    private let names: NameText
    /// Whether the format says what changed, so that changes of metadata alone are worth a line.
    private let saysChanges: Bool
    private let saysOperation: Bool
    private let showsUnchanged: Bool

    /// - Parameters:
    ///   - format: Of the lines about what is done; nil: there are none.
    ///   - itemize: How often `-i` was given.
    ///   - showsUnchanged: Whether what stays as it is gets a line of the format; nil: by what else is given.
    public init(
        format: ItemFormat?, info: OutputLevels<InfoFlag>, itemize: Int, names: NameText, showsUnchanged: Bool? = nil
    ) {
        self.format = format
        self.info = info
        self.names = names
        saysChanges = format?.format.contains(.itemizedChanges) ?? false
        saysOperation = saysChanges || format?.format.contains(.operation) ?? false
        self.showsUnchanged = showsUnchanged ?? (saysChanges && (itemize > 1 || info[.name] > 1))
    }

    /// The line without its newline, or nil.
    public func line(for item: ItemReport) -> [UInt8]? {
        switch item.action {
        case .delete: deletion(item)
        case .skip: skipped(item)
        case .setMetadata: metadata(item)
        case .link where item.linkedTo?.isRoot == true: unchanged(item)
        case .create where item.isAsInReferenceTree && !saysChanges,
            .make where item.isAsInReferenceTree && !saysChanges:
            info[.name] > 1 ? names.bytes(item.entry) + " is uptodate".utf8 : nil
        case .create, .update, .make, .link: format?.line(for: item)
        }
    }

    private func deletion(_ item: ItemReport) -> [UInt8]? {
        if let format, saysOperation { return format.line(for: item) }
        return info[.del] > 0 || format != nil ? Array("deleting ".utf8) + names.bytes(item.entry) : nil
    }

    private func metadata(_ item: ItemReport) -> [UInt8]? {
        if saysChanges || item.entry.isDirectory { return format?.line(for: item) }
        return info[.name] > 1 ? names.bytes(item.entry) : nil
    }

    private func unchanged(_ item: ItemReport) -> [UInt8]? {
        if showsUnchanged { return format?.line(for: item) }
        if saysChanges || info[.name] < 2 || item.entry.isDirectory { return nil }
        return names.bytes(item.entry) + " is uptodate".utf8
    }

    private func skipped(_ item: ItemReport) -> [UInt8]? {
        // A file that is long enough for --append is passed over in silence.
        if item.reason == .notShorter { return nil }
        if item.reason == .notRecursive { return sentence(about: item.entry, item.reason) }
        if let flag = item.reason.infoFlag {
            return info[flag] > 0 ? sentence(about: item.entry, item.reason) : nil
        }
        // As with rsync, another access time is told although nothing is done about it.
        return item.reason == .inReferenceTree && !item.changes.isEmpty ? metadata(item) : unchanged(item)
    }

    /// Why an entry is left out, in rsync's words.
    public func sentence(about entry: Entry, _ reason: Reason) -> [UInt8] {
        let name = names.bytes(entry.path.bytes)
        let quoted = Array("\"".utf8) + name + Array("\"".utf8)
        switch reason {
        case .newerAtDestination: return name + " is newer".utf8
        case .existsAlready: return name + " exists".utf8
        case .tooSmall: return name + " is under min-size".utf8
        case .tooLarge: return name + " is over max-size".utf8
        case .notRecursive:
            return Array("skipping directory ".utf8) + (entry.path.isRoot ? Array(".".utf8) : name)
        case .notRegular, .needsSuperUser: return Array("skipping non-regular file ".utf8) + quoted
        case .doesNotExist: return Array("not creating new \(entry.isDirectory ? "directory" : "file") ".utf8) + quoted
        case .unsafeLink:
            let target = names.bytes(entry.linkTarget ?? [])
            return Array("ignoring unsafe symlink ".utf8) + quoted + Array(" -> \"".utf8) + target + Array("\"".utf8)
        default: return name
        }
    }
}

extension ItemReport {
    /// Nothing of it differs from what a reference tree has.
    fileprivate var isAsInReferenceTree: Bool { reason == .inReferenceTree && !isNew && changes.isEmpty }
}

extension Reason {
    /// The flag of `--info` that mentions entries which are left out for this reason.
    fileprivate var infoFlag: InfoFlag? {
        switch self {
        case .newerAtDestination, .existsAlready, .doesNotExist, .tooSmall, .tooLarge: .skip
        case .notRegular, .needsSuperUser: .nonreg
        case .unsafeLink: .symsafe
        default: nil
        }
    }
}
