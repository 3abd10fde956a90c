internal import FerrySync

/// The text of the live line of `ferry sync`.
struct LiveText {
    let progress: Progress
    let elapsed: Double
    /// Bytes a second.
    let rate: Double
    let numbers: BigNumber.Style

    /// The most important parts first; parts that do not fit into the columns are left out.
    func line(columns: Int) -> String {
        var line = ""
        for part in [amounts, percentage, speed, remaining, scan, time].compactMap({ $0 }) {
            let next = line.isEmpty ? part : line + "  " + part
            if next.count >= columns { break }
            line = next
        }
        return line
    }

    /// `12/3,400 files  1.20M/2.80G`
    private var amounts: String {
        let planned = progress.filesPlanned
        if planned == 0 { return "\(grouped(progress.scanned)) \(progress.scanned == 1 ? "entry" : "entries") read" }
        let bytes = "\(size(progress.bytesDone))/\(size(progress.bytesPlanned))"
        return "\(grouped(progress.filesDone))/\(grouped(planned)) files  \(bytes)"
    }

    private var percentage: String? {
        if progress.bytesPlanned == 0 { return nil }
        return "\(min(100, progress.bytesDone * 100 / progress.bytesPlanned))%"
    }

    private var speed: String? {
        progress.filesPlanned == 0 ? nil : "\(BigNumber.format(Int64(rate), numbers))/s"
    }

    /// Only once it is known how much there is.
    private var remaining: String? {
        if progress.scanIsRunning || progress.filesPlanned == 0 || rate <= 0 { return nil }
        let left = Double(progress.bytesPlanned - progress.bytesDone) / rate
        return ClockFormat.duration(left) + " left"
    }

    private var scan: String? {
        guard progress.scanIsRunning else { return nil }
        return progress.filesPlanned == 0
            ? "scan still running" : "scan still running (\(grouped(progress.scanned)) entries)"
    }

    private var time: String { ClockFormat.duration(elapsed) }

    private func grouped(_ number: Int) -> String { BigNumber.format(Int64(number), .grouped) }

    private func size(_ bytes: Int64) -> String { BigNumber.format(bytes, numbers) }
}
