internal import FerryCore
internal import FerryEndpoints

/// `ferry list --versions`: every version that a place has of a file, or of the files below a directory.
struct VersionList {
    let line: ListCommandLine
    let context: CommandContext

    func run() throws(UsageError) -> Int32 {
        let location = try context.registry.location(line.location)
        let root = try SourceRoot(location.path, isRelative: false)
        let endpoint = try context.registry.open(location, at: root.root)
        defer { endpoint.close() }
        guard let role = endpoint.versions else {
            throw UsageError("\(location): nothing there keeps versions", status: .notSupported)
        }
        do throws(EndpointError) {
            return try list(root.path, role).rawValue
        } catch {
            throw UsageError(error)
        }
    }

    private func list(_ path: RelativePath, _ role: any VersionRole) throws(EndpointError) -> ExitStatus {
        if line.isJSON { context.console.print(JSONEvent.start(command: "list").bytes) }
        var status = ExitStatus.success
        var marker: VersionMarker?
        repeat {
            let page = try role.versions(of: path, after: marker)
            for version in page.versions { context.console.print(text(of: version)) }
            for error in page.refused {
                context.complain(error)
                status = .partial
            }
            marker = page.next
        } while marker != nil && !context.cancellation.isCancelled
        return status
    }

    /// `2027/01/31 10:06:27          3,005 3sL4kqtJlcpXroDTDm d/big`
    private func text(of version: FileVersion) -> [UInt8] {
        if line.isJSON { return JSONEvent.fileVersion(version).bytes }
        let time = ClockFormat.dateAndTime(version.modified?.seconds ?? 0)
        let size = version.isRemoval ? "removed" : BigNumber.format(version.size, line.numbers)
        let padded = size.leftPadded(to: line.numbers == .plain ? 11 : 14)
        let identifier = DisplayName.escaping(version.identifier.utf8)
        var name = version.path.isRoot ? [UInt8(ascii: ".")] : version.path.bytes
        if version.isDirectory { name.append(RelativePath.separator) }
        return Array("\(time) \(padded) \(identifier) ".utf8) + NameText().bytes(name)
    }
}
