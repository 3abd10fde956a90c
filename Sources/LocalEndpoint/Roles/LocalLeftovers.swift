public import FerryCore
public import FerryEndpoints
internal import Glibc

extension LocalEndpoint: LeftoverRole {
    public func removeLeftovers(in directory: RelativePath) throws(EndpointError) -> Int {
        try removeLeftovers(in: directory) { _ in false }
    }

    public func removeLeftovers(
        in directory: RelativePath, sparing spares: ([UInt8]) -> Bool
    ) throws(EndpointError) -> Int {
        try during(.remove, directory) { () throws(Errno) in
            do throws(Errno) {
                let place = try tree.directory(directory).directory(.itself, flags: Directory.listing)
                return try Leftovers(in: place).remove(sparing: spares)
            } catch {
                if error.meansAbsent { return 0 }
                throw error
            }
        }
    }
}

/// The staged names in a directory whose writers are dead.
private struct Leftovers: ~Copyable {
    private let directory: Directory

    /// What has no content cannot be locked, and is renamed at once by whoever is alive; a minute is long.
    private static let patience: Int64 = 60

    init(in directory: Directory) {
        self.directory = directory
    }

    func remove(sparing spares: ([UInt8]) -> Bool) throws(Errno) -> Int {
        var names = [Name]()
        try DirectoryEntries().read(directory) { (name, _) throws(Errno) in
            if StagedName.matches(name), !spares(StagedName.original(of: name)) { names.append(Name(name)) }
        }
        var removed = 0
        for name in names where try removeIfDead(name) { removed += 1 }
        return removed
    }

    /// Returns whether it was removed. Others remove them too, at the same time.
    private func removeIfDead(_ name: Name) throws(Errno) -> Bool {
        guard let status = try directory.status(of: name) else { return false }
        do {
            switch status.kind {
            case .file: return try removeIfUnlocked(name)
            case .directory: return false
            default:
                if status.changed.seconds > Int64(time(nil)) - Self.patience { return false }
                try directory.remove(name)
                return true
            }
        } catch {
            if error.meansAbsent { return false }
            throw error
        }
    }

    /// A living writer holds the lock of its file. It is held here until the name is gone, so that nobody resumes it.
    private func removeIfUnlocked(_ name: Name) throws(Errno) -> Bool {
        let file = try directory.open(name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK)
        if flock(file.rawValue, LOCK_EX | LOCK_NB) != 0 { return false }
        try directory.remove(name)
        return true
    }
}
