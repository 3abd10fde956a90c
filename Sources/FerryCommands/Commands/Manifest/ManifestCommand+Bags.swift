internal import FerryCore
internal import FerryEndpoints
internal import FerryManifest
internal import FerrySync
internal import Glibc

extension ManifestCommand {
    // MARK: create --format bagit

    func createBag() throws(CommandError) -> Int32 {
        let operand = line.operands.first ?? [UInt8(ascii: ".")]
        var (job, place) = try job(operand, leavingOut: [])
        defer { place.endpoint.close() }
        guard place.entry.isDirectory else {
            throw CommandError("\(DisplayName.escaping(operand)): a bag is made of a directory")
        }
        let reporter = CreationReporter(line.text, console: context.console)
        let creation = BagCreation(
            algorithms: try algorithms(for: .bagit),
            info: [("Bagging-Date", Self.today), ("Bag-Software-Agent", ProgramVersion.line)], observer: reporter)
        reporter.begin()
        defer { reporter.end() }
        do {
            guard let output = line.output else { return try convert(operand, job, creation) }
            let location = try context.registry.location(output)
            if location.isLocal, try context.registry.location(operand).isLocal {
                job.leftOutDirectory = path(of: output, in: operand)
            }
            let bag = try context.registry.open(location, at: location.path)
            defer { bag.close() }
            return try creation.copy(job, to: bag).status.rawValue
        } catch let error as CommandError {
            throw error
        } catch {
            throw CommandError(bag: error, name: line.output ?? operand)
        }
    }

    private func convert(_ operand: [UInt8], _ job: ManifestJob, _ creation: BagCreation) throws -> Int32 {
        let location = try context.registry.location(operand)
        guard location.isLocal else { return try creation.convert(job).status.rawValue }
        let lock = DirectoryLock.hold(context.absolute(location.path))
        if case .busy = lock {
            throw CommandError("\(DisplayName.escaping(operand)): another process is making a bag of it")
        }
        return try withExtendedLifetime(lock) { try creation.convert(job).status.rawValue }
    }

    /// Where in a tree a directory lies that is there or will be made; nil where it lies elsewhere.
    private func path(of directory: [UInt8], in tree: [UInt8]) -> RelativePath? {
        var place = LocalName.canonical(context.absolute(directory))
        while place.last == RelativePath.separator { place.removeLast() }
        let root = LocalName.canonical(context.absolute(tree))
        let start = root.last == RelativePath.separator ? root : root + [RelativePath.separator]
        guard place.starts(with: start) else { return nil }
        return try? RelativePath(validating: place.dropFirst(start.count))
    }

    private static var today: String {
        ClockFormat.dateAndTime(ClockFormat.now()).prefix(10).split(separator: "/").joined(separator: "-")
    }

    // MARK: verify

    /// The directory of a bag, if that is what an operand names: a directory, its `bagit.txt`, or another place.
    func bag(_ operand: [UInt8]) -> [UInt8]? {
        if operand.elementsEqual("-".utf8) { return nil }
        let name = operand.parentAndName
        if let name, "\(name.name)" == BagDeclaration.fileName { return name.parent }
        if let status = Self.status(operand) { return status.st_mode & S_IFMT == S_IFDIR ? operand : nil }
        return (try? context.registry.location(operand))?.isLocal == false ? operand : nil
    }

    /// Why a place that is named first is not held against what is named second.
    private func whyNotHeld(_ operand: [UInt8]) throws(CommandError) -> String {
        let name = DisplayName.escaping(operand)
        let location: Location
        do throws(UsageError) { location = try context.registry.location(operand) } catch { throw CommandError(error) }
        if !location.isLocal {
            return "\(name): a manifest \(Self.readingRule)"
        }
        if Self.identity(operand + "/\(BagDeclaration.fileName)".utf8) != nil {
            return "\(name): a bag is held against nothing but itself"
        }
        return "\(name): is a directory and no bag; the manifest is named first, then the tree"
    }

    func verifyBag(_ operand: [UInt8]) throws(CommandError) -> Int32 {
        if line.operands.count > 1 { throw CommandError(try whyNotHeld(operand)) }
        let (job, place) = try job(operand, leavingOut: [])
        defer { place.endpoint.close() }
        return try verify(operand, nil) { (reporter) throws(ManifestError) in
            try BagVerification(job, options: line.verification, observer: reporter, report: reporter.tell).run()
        }
    }
}

extension CommandError {
    /// Why a bag could not be made.
    fileprivate init(bag failure: any Error, name: [UInt8]) {
        let name = DisplayName.escaping(name)
        switch failure {
        case let failure as UsageError: self.init(failure)
        case let failure as EndpointError: self.init(failure)
        case let failure as ManifestError: self.init("\(name): \(failure)")
        case BagCreation.Refusal.isBag: self.init("\(name): is a bag already")
        case BagCreation.Refusal.isNotEmpty: self.init("\(name): is not empty; a new bag needs a directory of its own")
        case BagCreation.Refusal.isForeign(let path):
            self.init("\(name): '\(BagPath.payload)/\(path)' is there already, and is no copy of a file of the tree")
        case BagCreation.Refusal.isOther(let path):
            self.init("\(name): '\(path)' is there already, and is not what would be written")
        case BagCreation.Refusal.cannotMove:
            self.init("\(name): nothing can be moved there; -o makes the bag somewhere else")
        case BagCreation.Refusal.conflict(let path):
            self.init("\(name): '\(path)' is there twice, also in '\(BagCreation.unfinished)'")
        default: self.init("\(name): \(failure)")
        }
    }
}
