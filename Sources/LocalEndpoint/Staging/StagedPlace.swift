internal import CSystem
internal import FerryCore
internal import FerryEndpoints
internal import Glibc

/// Where a staged file's bytes are until its commit: an open file in a directory, and its name there, if it has one.
///
/// On file systems that can, the file has no name (`O_TMPFILE`): nothing is left behind however the process ends, no
/// lock is needed, and giving it its final name costs less than creating and renaming (measured on ext4, 4 KiB files:
/// 38-48 us against 50-64 us in all). Elsewhere, and once it must outlive the process, it has a staged name and is
/// locked with flock(2) for as long as it is open, which tells it from a dead process's leftover.
struct StagedPlace: ~Copyable {
    let file: FileDescriptor
    private let directory: Directory
    private var name: Name?
    /// The file already is where it belongs, and is never moved or removed (`--inplace`).
    let isFinal: Bool
    private let features: KernelFeatures
    /// What the file's status was before anything was set on it.
    private(set) var initial: FileStatus

    private init(
        _ file: consuming FileDescriptor, in directory: Directory, name: Name?, isFinal: Bool = false,
        _ features: KernelFeatures
    ) throws(Errno) {
        self.features = features
        self.isFinal = isFinal
        initial = try file.status()
        self.file = file
        self.directory = directory
        self.name = name
    }

    /// Makes an empty file. One that has a name is closed to all others; one that has none cannot be opened by them, and
    /// begins with the permissions that it most likely gets, which saves setting them.
    static func make(
        for finalName: borrowing Name, in directory: Directory, _ features: KernelFeatures
    ) throws(Errno) -> StagedPlace {
        if features.hasNamelessFiles {
            do throws(Errno) {
                let file = try directory.open(.itself, ferry_o_tmpfile | O_RDWR, mode: 0o666)
                return try StagedPlace(file, in: directory, name: nil, features)
            } catch {
                guard error.meansNoNamelessFiles else { throw error }
                features.noteNoNamelessFiles()
            }
        }
        return try makeNamed(for: finalName, in: directory, features)
    }

    /// A file that a leftover's removal could take away between its creation and its locking is made again.
    private static func makeNamed(
        for finalName: borrowing Name, in directory: Directory, _ features: KernelFeatures
    ) throws(Errno) -> StagedPlace {
        while true {
            let name = Name(StagedName.make(for: finalName.bytes))
            do {
                let file = try directory.open(name, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW, mode: 0o600)
                let place = try StagedPlace(file, in: directory, name: name, features)
                if place.lock(), place.initial.raw.st_nlink > 0 { return place }
            } catch {
                if error.rawValue != EEXIST { throw error }
            }
        }
    }

    /// Opens a staged file that was left for later, cut back to what is known to be durable. ENOENT when it is gone,
    /// or too short, or being written by somebody else.
    static func reopen(
        _ name: Name, in directory: Directory, durableLength: Int64, _ features: KernelFeatures
    ) throws(Errno) -> StagedPlace {
        let file = try directory.open(name, O_RDWR | O_NOFOLLOW | O_NONBLOCK)
        let place = try StagedPlace(file, in: directory, name: name, features)
        guard place.initial.kind == .file, place.initial.size >= durableLength, place.lock() else {
            throw Errno(ENOENT)
        }
        try check(ftruncate(place.file.rawValue, off_t(durableLength)))
        return place
    }

    /// Opens the file that is to be written in place, or makes it.
    static func inPlace(
        _ name: Name, in directory: Directory, keepsContent: Bool, _ features: KernelFeatures
    ) throws(Errno) -> StagedPlace {
        let file: FileDescriptor
        do {
            file = try directory.open(name, O_RDWR | O_NOFOLLOW | O_NONBLOCK)
        } catch {
            switch error.rawValue {
            case ENOENT:
                file = try directory.open(
                    name, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW, mode: mode_t(FileCreation.permissions))
            case EACCES: file = try openReadOnly(name, in: directory)
            default: throw error
            }
        }
        let place = try StagedPlace(file, in: directory, name: name, isFinal: true, features)
        guard place.initial.kind == .file else { throw Errno(EEXIST) }
        if !keepsContent { try check(ftruncate(place.file.rawValue, 0)) }
        return place
    }

    /// A file that its owner may not write: he may permit it to himself, for as long as opening it takes.
    private static func openReadOnly(_ name: Name, in directory: Directory) throws(Errno) -> FileDescriptor {
        guard let status = try directory.status(of: name), status.kind == .file, status.raw.st_uid == geteuid() else {
            throw Errno(EACCES)
        }
        let target = NamedTarget(directory: directory, name: name)
        let permissions = mode_t(status.permissions)
        try target.setPermissions(permissions | S_IRUSR | S_IWUSR)
        defer { try? target.setPermissions(permissions) }
        return try directory.open(name, O_RDWR | O_NOFOLLOW | O_NONBLOCK)
    }

    private borrowing func lock() -> Bool {
        flock(file.rawValue, LOCK_EX | LOCK_NB) == 0
    }

    /// To be called before an unfinished file gets a name that others see.
    mutating func closeToOthers() throws(Errno) {
        try file.setPermissions(0o600)
        initial = try file.status()
    }

    /// Ends the lock before the descriptor is closed: a program that is just being started by another thread may hold a
    /// copy of the descriptor for a moment longer.
    borrowing func unlock() {
        flock(file.rawValue, LOCK_UN)
    }

    /// Gives a nameless file a staged name, so that it can outlive this process. Returns the name.
    mutating func keepName(for finalName: borrowing Name) throws(Errno) -> Name {
        while true {
            if let name { return name }
            _ = lock()
            let staged = Name(StagedName.make(for: finalName.bytes))
            do {
                try directory.link(file, to: staged, features)
                name = staged
            } catch {
                if error.rawValue != EEXIST { throw error }
            }
        }
    }

    /// Gives the file its final name, replacing what has it, unless that is a directory.
    mutating func move(to target: Directory, _ finalName: borrowing Name) throws(Errno) {
        if isFinal { return }
        if name == nil {
            do {
                return try target.link(file, to: finalName, features)
            } catch {
                if error.rawValue != EEXIST { throw error }
            }
        }
        let staged = try keepName(for: finalName)
        try directory.rename(staged, to: target, finalName)
        name = nil
    }

    /// Removes the staged name, if there is one.
    mutating func remove() {
        guard let name, !isFinal else { return }
        try? directory.remove(name)
        self.name = nil
    }
}

extension Errno {
    /// The file system has no nameless files; a kernel before 3.11 opens the directory instead.
    fileprivate var meansNoNamelessFiles: Bool { [EOPNOTSUPP, EISDIR, EINVAL].contains(rawValue) }
}
