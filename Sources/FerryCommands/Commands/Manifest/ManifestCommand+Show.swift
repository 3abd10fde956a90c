internal import FerryCore
internal import FerryManifest

extension ManifestCommand {
    /// `manifest show MANIFEST`
    func show() throws(CommandError) -> Int32 {
        let reader = try open(line.operands[0])
        var totals = ManifestTotals(now: .now)
        try Self.about(line.operands[0]) { () throws(ManifestError) in
            while let record = try reader.next() { totals.add(record) }
        }
        if line.text.isJSON {
            context.console.print(JSONEvent.start(command: "manifest").bytes)
            context.console.print(JSONEvent.totals(totals, reader).bytes)
        } else {
            for line in ManifestTotalsText(names: line.text.names, numbers: line.text.numbers).lines(totals, reader) {
                context.console.print(line)
            }
        }
        return ExitStatus.success.rawValue
    }
}
