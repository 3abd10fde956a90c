internal import FerryCore
internal import FerryManifest

/// What a manifest says and its conversion to another dialect cannot say.
struct ConversionLosses {
    let dialect: Dialect
    /// Entries that the dialect has no lines for, but for directories, which nobody misses in a check file.
    private var leftOut = 0
    /// Entries that need not be there.
    private var optional = 0
    /// Whether the old manifest has all entries.
    var isComplete = true

    init(_ dialect: Dialect) {
        self.dialect = dialect
    }

    mutating func note(_ record: Record) {
        if !dialect.describes(record.kind) {
            if record.kind != .directory { leftOut += 1 }
        } else if record.isOptional && dialect != .mtree {
            optional += 1
        }
    }

    /// A line for each of them.
    /// - Parameter name: Of the old manifest, as messages show it.
    func lines(name: String) -> [String] {
        var lines: [String] = []
        if !isComplete && dialect != .native {
            lines.append("\(name): says of itself that it is not complete, which a \(dialect) file cannot say")
        }
        if optional > 0 {
            let words = optional == 1 ? "1 entry is" : "\(optional) entries are"
            lines.append("\(name): says that \(words) optional, which a \(dialect) file cannot say")
        }
        if leftOut > 0 {
            let words = leftOut == 1 ? "1 entry is no file and has" : "\(leftOut) entries are no files and have"
            lines.append("\(words) no place in a \(dialect) file")
        }
        return lines
    }
}
