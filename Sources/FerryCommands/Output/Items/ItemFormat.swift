public import FerryCore
public import FerrySync
internal import Glibc

/// Renders one line for an item, as `--out-format` and `--log-file-format` say.
public struct ItemFormat: Sendable {
    public let format: OutputFormat
    let names: NameText
    /// Whether groups are carried over; `%G` says so.
    let keepsGroups: Bool
    /// What `%f` puts in front of names, for each source: where its tree begins, as typed.
    let roots: [[UInt8]]
    let direction: RunDescription.Direction

    public init(
        _ format: OutputFormat, names: NameText, keepsGroups: Bool = true, roots: [[UInt8]] = [],
        direction: RunDescription.Direction = .within
    ) {
        self.format = format
        self.names = names
        self.keepsGroups = keepsGroups
        self.roots = roots
        self.direction = direction
    }

    public func line(for item: ItemReport) -> [UInt8] {
        format.parts.reduce(into: []) { line, part in
            switch part {
            case .text(let text): line += names.bytes(text)
            case .field(let field): line += value(of: field, for: item)
            }
        }
    }

    /// Names are filled up by their own length, before anything in them is escaped, as rsync does.
    private func value(of field: OutputFormat.Field, for item: ItemReport) -> [UInt8] {
        let entry = item.entry
        let raw: [UInt8]
        switch field.content {
        case .name where entry.path.isRoot: raw = Array("./".utf8)
        case .name: raw = entry.isDirectory ? entry.path.bytes + [RelativePath.separator] : entry.path.bytes
        case .fullName: raw = fullName(of: item)
        case .linkTarget: raw = destination(of: item)
        default: return Self.padded(Array(text(of: field, for: item).utf8), field)
        }
        return names.bytes(Self.padded(raw, field))
    }

    /// The name with the source's root, without the slash that an absolute one begins with.
    private func fullName(of item: ItemReport) -> [UInt8] {
        let name = item.entry.path.isRoot ? Array(".".utf8) : item.entry.path.bytes
        guard let source = item.source, roots.indices.contains(source) else { return name }
        let components = roots[source].split(separator: RelativePath.separator).filter { !$0.elementsEqual(".".utf8) }
        return Array((components + [name[...]]).joined(separator: [RelativePath.separator]))
    }

    /// Everything that consists of ASCII alone. What a deleted entry was is not told, as in rsync.
    private func text(of field: OutputFormat.Field, for item: ItemReport) -> String {
        let entry: Entry? = item.action == .delete ? nil : item.entry
        return switch field.content {
        case .itemizedChanges: ItemLetters.text(for: item, isUpload: direction == .sending)
        case .operation: entry == nil ? "del." : direction == .receiving ? "recv" : "send"
        case .length: number(entry?.size ?? 0, field)
        case .bytesTransferred: number(item.literalBytes, field)
        case .checksumBytes: number(0, field)
        case .permissions: entry.map { PermissionText.bits(of: $0) } ?? "---------"
        case .modificationTime: ClockFormat.dateAndTime(entry?.modified?.seconds ?? 0, separator: "-")
        case .user: String(entry?.owner?.user ?? 0)
        case .group: keepsGroups ? String(entry?.owner?.group ?? 0) : "DEFAULT"
        case .processID: String(getpid())
        case .currentTime: ClockFormat.dateAndTime(ClockFormat.now())
        case .percentSign: "%"
        case .checksum: item.digest?.hexadecimal ?? String(repeating: " ", count: 32)
        case .name, .fullName, .linkTarget, .module: ""
        }
    }

    /// ` -> TARGET` of a symlink, ` => NAME` of a hard link.
    private func destination(of item: ItemReport) -> [UInt8] {
        if item.action == .delete { return [] }
        if let other = item.linkedTo { return other.isRoot ? [] : Array(" => ".utf8) + other.bytes }
        guard let target = item.entry.linkTarget else { return [] }
        return Array(" -> ".utf8) + target
    }

    private func number(_ number: Int64, _ field: OutputFormat.Field) -> String {
        BigNumber.format(number, BigNumber.Style.plain.raised(by: field.readability))
    }

    private static func padded(_ text: [UInt8], _ field: OutputFormat.Field) -> [UInt8] {
        if text.count >= field.width { return text }
        let spaces = [UInt8](repeating: UInt8(ascii: " "), count: field.width - text.count)
        return field.isLeftAligned ? text + spaces : spaces + text
    }
}
