internal import FerryCore
internal import FerryManifest

/// The sums of a manifest in words and columns.
struct ManifestTotalsText {
    let names: NameText
    let numbers: BigNumber.Style

    func lines(_ totals: ManifestTotals, _ reader: any RecordReader) -> [[UInt8]] {
        let hashes = reader.algorithms.isEmpty ? "" : ", \(reader.algorithms.map(\.rawValue).joined(separator: ", "))"
        let state = reader.isComplete ? "" : ", not complete"
        var lines = [
            Array("\(reader.dialect) manifest\(hashes)\(state)".utf8),
            Array("\(number(totals.entries)) entries, \(number(totals.all.files)) files, \(size(of: totals))".utf8),
        ]
        let knowsSizes = totals.all.sized > 0
        lines += section("by directory", directories(totals), showsSizes: knowsSizes)
        lines += section("largest", totals.largest.map { (names.bytes($0.path.bytes), nil, $0.size) })
        lines += section("by age", ages(totals), showsSizes: knowsSizes)
        return lines
    }

    private func size(of totals: ManifestTotals) -> String {
        if let size = totals.all.size { return "\(number(size)) bytes" }
        if totals.all.sized == 0 { return "of sizes that it does not tell" }
        return "\(number(totals.all.knownSize)) bytes in the \(number(totals.all.sized)) whose size it tells"
    }

    /// A size is nil where it is not told.
    private typealias Row = (name: [UInt8], files: Int64?, size: Int64?)

    private func directories(_ totals: ManifestTotals) -> [Row] {
        var rows: [Row] = totals.largestDirectories.map { path, group in
            (path.isRoot ? Array("./".utf8) : names.bytes(path.bytes) + "/".utf8, group.files, group.size)
        }
        let others = totals.otherDirectories
        if others.files > 0 { rows.append((Array("others".utf8), others.files, others.size)) }
        return rows
    }

    private func ages(_ totals: ManifestTotals) -> [Row] {
        let words = ["a day", "a week", "30 days", "a year"].map { "less than \($0)" } + ["a year or more"]
        return zip(words, totals.byAge).filter { $0.1.files > 0 }.map { (Array($0.utf8), $1.files, $1.size) }
    }

    private func section(_ title: String, _ rows: [Row], showsSizes: Bool = true) -> [[UInt8]] {
        if rows.isEmpty { return [] }
        return [[], Array("\(title):".utf8)]
            + rows.map { row in
                let size = showsSizes ? leftPadded(row.size.map(number) ?? "-", 18) : ""
                let files = row.files.map { "\(number($0)) \($0 == 1 ? "file" : "files")" } ?? ""
                return Array(
                    "  \(size) \(leftPadded(files, row.files == nil ? 0 : 16))  ".utf8)
                    + row.name
            }
    }

    private func number(_ value: Int64) -> String { BigNumber.format(value, numbers) }

    private func leftPadded(_ text: String, _ width: Int) -> String {
        String(repeating: " ", count: max(0, width - text.utf8.count)) + text
    }
}
