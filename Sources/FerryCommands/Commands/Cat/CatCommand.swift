internal import FerryCore
internal import FerryEndpoints

/// `ferry cat`: files to standard output, one after the other.
struct CatCommand {
    let line: CatCommandLine
    let context: CommandContext

    func run() throws(UsageError) -> Int32 {
        if let seconds = line.presign {
            return try context.presignReading(line.locations, seconds: seconds)
        }
        var locations: [Location] = []
        for operand in line.locations { locations.append(try context.registry.location(operand)) }
        var status = ExitStatus.success
        for location in locations where context.canGoOn {
            do throws(CommandError) {
                try write(location)
            } catch {
                context.complain(error)
                status = error.status
            }
        }
        return (context.cancellation.isCancelled ? .signal : status).rawValue
    }

    private func write(_ location: Location) throws(CommandError) {
        let place = try named(location)
        defer { place.endpoint.close() }
        guard place.entry.kind == .file else {
            let reason = place.entry.isDirectory ? "is a directory" : "not a regular file"
            throw CommandError("cannot read '\(location)': \(reason)")
        }
        do throws(EndpointError) {
            try copy(place)
        } catch {
            throw CommandError(error)
        }
    }

    private func named(_ location: Location) throws(CommandError) -> NamedPlace {
        do throws(UsageError) {
            return try context.registry.place(at: location, links: .followAll, wantsFile: true)
        } catch {
            throw CommandError(error)
        }
    }

    /// What was written before a failure shows cannot be taken back; the failure is told.
    private func copy(_ place: NamedPlace) throws(EndpointError) {
        let size = place.entry.size
        let start = min(line.offset, size)
        let length = min(line.length ?? size, size - start)
        let isWhole = length == size
        let reader = try place.endpoint.read(
            place.entry, range: isWhole ? nil : ByteRange(offset: start, length: length))
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 256 * 1024, alignment: 4096)
        defer { buffer.deallocate() }
        while context.canGoOn {
            let count = try reader.read(into: buffer)
            if count == 0 { return try reader.verifyUnchanged() }
            context.console.write(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
        }
    }
}
