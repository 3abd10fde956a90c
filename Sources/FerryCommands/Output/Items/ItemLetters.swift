internal import FerryCore
public import FerrySync

/// The eleven characters of rsync's `%i`: `YXcstpoguax` (rsync(1), `--itemize-changes`).
public enum ItemLetters {
    public static let deleting = "*deleting  "

    /// - Parameter isUpload: Whether files go to another host, which makes `<` of `>`.
    public static func text(for item: ItemReport, isUpload: Bool = false) -> String {
        if item.action == .delete { return deleting }
        let update = update(item, isUpload: isUpload)
        if item.isNew { return update + kind(item) + "+++++++++" }
        let changes = letters(item.changes, ofLink: item.entry.kind == .symlink)
        let isPlain = changes.allSatisfy { $0 == "." }
        return update + kind(item) + (isPlain && update != ">" && update != "<" ? "         " : changes)
    }

    private static func update(_ item: ItemReport, isUpload: Bool) -> String {
        switch item.action {
        case .create, .update: item.reason == .inReferenceTree ? "c" : isUpload ? "<" : ">"
        case .make: "c"
        case .link: "h"
        case .setMetadata, .skip, .delete: "."
        }
    }

    private static func kind(_ item: ItemReport) -> String {
        switch item.entry.kind {
        case .file: "f"
        case .directory: "d"
        case .symlink: "L"
        case .characterDevice, .blockDevice: "D"
        case .fifo, .socket: "S"
        }
    }

    private static func letters(_ changes: Changes, ofLink isLink: Bool) -> String {
        let columns: [(Changes, String)] = [
            (.content, "c"), (isLink ? [] : .size, "s"),
            (.modified.union(.modifiedToNow), changes.contains(.modifiedToNow) ? "T" : "t"),
            (.permissions, "p"), (.owner, "o"), (.group, "g"), (.accessed, "u"),
        ]
        return columns.map { changes.isDisjoint(with: $0.0) ? "." : $0.1 }.joined() + ".."
    }
}
