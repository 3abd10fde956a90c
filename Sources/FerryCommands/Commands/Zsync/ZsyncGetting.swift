internal import FerryCore
internal import FerryDelta
internal import FerryEndpoints

/// `ferry zsync get`
struct ZsyncGetting {
    let line: ZsyncCommandLine.Getting
    let context: CommandContext

    func run() throws {
        let location = try context.registry.location(line.control)
        let control = try readControl(location)
        guard let expected = control.digest else {
            throw UsageError(
                "'\(location)' has no SHA-1 of its file: nothing would say whether it was put together rightly",
                status: .protocolData)
        }
        let output = try outputPath(control, location)
        guard let (directory, name) = output.parentAndName else {
            throw UsageError(
                "cannot write '\(DisplayName.escaping(output))': a file name is needed", status: .fileSelection)
        }
        let endpoint = try context.registry.open(Location(local: output), at: directory)
        defer { endpoint.close() }
        let replaced = try ReplacedFile(name, on: endpoint)
        if isNameForeign { try replaced.requireRoomForOld() }
        let file = try AssembledFile(name, on: endpoint, control, context.cancellation)
        do {
            let assembly = ZsyncAssembly(
                file: file, control: control, expected: expected,
                places: PublishedPlaces(control, at: location, context, bandwidth: line.bandwidth),
                threads: context.processors)
            let before = received
            let counts = try assembly.run(seeds(replacing: output))
            let received = received - before
            if isNameForeign { try replaced.keepOld(unless: expected, of: Int64(control.length)) }
            try file.commit(
                Metadata(
                    modified: control.modified.flatMap(ZsyncTime.time), permissions: replaced.permissions),
                isDurable: line.isDurable)
            if line.showsStatistics { tell(counts, of: control, received: received) }
        } catch {
            file.keep()
            throw error
        }
    }

    private func readControl(_ location: Location) throws -> ZsyncControl {
        let place = try context.registry.place(at: location, links: .followAll)
        defer { place.endpoint.close() }
        guard place.entry.kind == .file else {
            throw UsageError("'\(location)' is no file", status: .fileSelection)
        }
        return try ZsyncControl.read(from: EndpointStream(try place.endpoint.read(place.entry, range: nil)))
    }

    /// Whether the name of the new file is not the user's choice: what has it then must not be lost.
    private var isNameForeign: Bool { line.output == nil }

    private func outputPath(_ control: ZsyncControl, _ location: Location) throws(UsageError) -> [UInt8] {
        if let given = line.output { return given }
        let own = location.path.parentAndName?.name.bytes ?? []
        guard let name = ZsyncNames.output(suggested: control.filename, control: Array(own)) else {
            throw UsageError("'\(location)' suggests no name that can be taken; give one with --output")
        }
        return name
    }

    /// The file that is to be replaced is a seed too.
    private func seeds(replacing old: [UInt8]) throws -> [InputFile] {
        var seeds: [InputFile] = []
        for path in line.seeds {
            let seed = try InputFile(path, context.cancellation)
            guard seed.isSeekable else {
                throw UsageError("cannot use '\(seed.name)': it is no regular file", status: .fileSelection)
            }
            seeds.append(seed)
        }
        if let seed = try? InputFile(old, context.cancellation), seed.isSeekable { seeds.append(seed) }
        return seeds
    }

    /// Bytes that web servers have sent so far.
    private var received: Int64 { context.registry.web?.received ?? 0 }

    /// - Parameter received: What came to get what was missing: more, where a server sends what it was not asked for.
    private func tell(_ counts: ZsyncAssembly.Counts, of control: ZsyncControl, received: Int64) {
        let all = received > counts.fetched ? " (\(received) received)" : ""
        context.complain(
            "new file \(control.length) bytes: \(counts.resumed) from an earlier run, \(counts.seeds) from seeds, "
                + "\(counts.fetched) fetched\(all)")
    }
}

/// A reader as the delta engine reads what comes in order.
private final class EndpointStream: SequentialBytes {
    private let reader: any ByteReader

    init(_ reader: any ByteReader) {
        self.reader = reader
    }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int { try reader.read(into: buffer) }
}
