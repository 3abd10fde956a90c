public import FerryCore

/// One line of `--list-only`: `-rw-r--r--          3,005 2027/01/31 10:06:27 d/big`.
public struct ListLine: Sendable {
    private let names: NameText
    private let numbers: BigNumber.Style

    public init(_ output: OutputOptions) {
        self.init(names: output.names, numbers: output.numbers)
    }

    public init(names: NameText, numbers: BigNumber.Style) {
        self.names = names
        self.numbers = numbers
    }

    /// - Parameter showsTarget: Of a symlink.
    public func line(for entry: Entry, showsTarget: Bool = true) -> [UInt8] {
        let size = BigNumber.format(entry.size, numbers).leftPadded(to: numbers == .plain ? 11 : 14)
        let time = entry.modified.map { ClockFormat.dateAndTime($0.seconds) } ?? "-".leftPadded(to: 19)
        let name = entry.path.isRoot ? Array(".".utf8) : names.bytes(entry.path.bytes)
        let target = entry.linkTarget.flatMap { showsTarget ? Array(" -> ".utf8) + names.bytes($0) : nil } ?? []
        return Array("\(PermissionText.kindAndBits(of: entry)) \(size) \(time) ".utf8) + name + target
    }
}
