internal import FerryCore
internal import FerryEndpoints

extension SSHEndpoint {
    /// Gives an entry another name, replacing any non-directory that has it: at once where the server can, else by moving
    /// that aside first.
    func rename(_ old: [UInt8], to new: [UInt8], _ connection: Connection) throws(SFTPError) {
        if features.resolvesLinks { try removeLink(new, connection) }
        try finishRenaming(try beginRenaming(old, to: new, connection), old, to: new, connection)
    }

    /// Asks for the new name, where nothing has to be looked at before.
    func beginRenaming(_ old: [UInt8], to new: [UInt8], _ connection: Connection) throws(SFTPError) -> Pending<Void> {
        if features.offers(.posixRename) { return try connection.posixRename(old, to: new) }
        return try connection.rename(old, to: new)
    }

    /// Waits until it has the name, and sees to what is in the way.
    func finishRenaming(
        _ begun: Pending<Void>, _ old: [UInt8], to new: [UInt8], _ connection: Connection
    ) throws(SFTPError) {
        do throws(SFTPError) {
            return try begun.wait()
        } catch {
            guard error.isUnspecific || error.code == .alreadyExists else { throw error }
            switch try obstacle(at: new, connection) {
            case .directory: throw .refused(.alreadyExists, "a directory is in the way")
            case .file, nil: if features.offers(.posixRename) { throw error }
            }
        }
        // One at a time: who comes between takes the name, and all of it begins anew.
        try host.aside.withLock { (_) throws(SFTPError) in try renameAside(old, to: new, connection) }
    }

    /// What the symlink leads to would be replaced otherwise. Only whether it can be read tells that it is one.
    private func removeLink(_ name: [UInt8], _ connection: Connection) throws(SFTPError) {
        do throws(SFTPError) {
            _ = try connection.readLink(name).wait()
        } catch {
            if case .lost = error { throw error }
            return
        }
        try connection.remove(name).wait()
    }

    /// How often another writer of the same name may come in between.
    private static let attempts = 32

    /// The old file is never lost: until the new one has its name, it waits under a staged one, and goes back where that
    /// fails.
    private func renameAside(_ old: [UInt8], to new: [UInt8], _ connection: Connection) throws(SFTPError) {
        let aside = Self.stagedName(beside: new)
        for attempt in 1...Self.attempts {
            let isAside = try moveAside(new, to: aside, connection)
            do throws(SFTPError) {
                try connection.rename(old, to: new).wait()
                if isAside { try connection.remove(aside).wait() }
                return
            } catch {
                if isAside, let connection = try host.connection(afterwards: connection) {
                    try putBack(aside, to: new, connection)
                }
                guard attempt < Self.attempts, error.isUnspecific || error.code == .alreadyExists,
                    try obstacle(at: new, connection) == .file
                else { throw error }
            }
        }
    }

    /// As `move`. When the connection breaks, nobody knows whether it was moved: it goes back if it was.
    private func moveAside(_ name: [UInt8], to aside: [UInt8], _ connection: Connection) throws(SFTPError) -> Bool {
        do throws(SFTPError) {
            return try move(name, to: aside, connection)
        } catch {
            guard case .lost = error, let another = try host.connection(afterwards: connection) else { throw error }
            do throws(SFTPError) {
                try putBack(aside, to: name, another)
            } catch {
                if !error.isAbsence { throw error }
            }
            throw error
        }
    }

    /// Returns false where there is nothing to be moved.
    private func move(_ name: [UInt8], to aside: [UInt8], _ connection: Connection) throws(SFTPError) -> Bool {
        do throws(SFTPError) {
            try connection.rename(name, to: aside).wait()
            return true
        } catch {
            if error.isAbsence { return false }
            throw error
        }
    }

    /// Another writer's file may have taken the name, which makes the old one needless.
    private func putBack(_ aside: [UInt8], to name: [UInt8], _ connection: Connection) throws(SFTPError) {
        do throws(SFTPError) {
            try connection.rename(aside, to: name).wait()
        } catch {
            guard try obstacle(at: name, connection) == .file else { throw error }
            try connection.remove(aside).wait()
        }
    }

    /// Makes an entry at `name`: under that name where it is free, else under a staged one that then replaces what is there.
    func replace<Result>(
        _ name: [UInt8], _ connection: Connection, making make: ([UInt8]) throws(SFTPError) -> Result
    ) throws(SFTPError) -> Result {
        do throws(SFTPError) {
            return try make(name)
        } catch {
            let reason = try explain(error, replacing: name, connection)
            guard case .status(.alreadyExists) = reason else { throw reason }
        }
        let staged = Self.stagedName(beside: name)
        // Renaming a name onto another one of the same file leaves both, as rename(2) has it; and who lost the connection
        // does not know what came of it.
        defer { host.removeStaged(staged, on: connection) }
        let result = try make(staged)
        try rename(staged, to: name, connection)
        return result
    }

    /// What stood in the way of making or replacing `name`, where the server only says that it failed.
    func explain(
        _ error: SFTPError, replacing name: [UInt8], _ connection: Connection
    ) throws(SFTPError) -> SFTPError {
        guard error.isUnspecific else { return error }
        switch try obstacle(at: name, connection) {
        case .directory: return .refused(.alreadyExists, "a directory is in the way")
        case .file: return .status(.alreadyExists)
        case nil: return try isFull(name, connection) ? .status(.noSpace) : error
        }
    }

    private enum Obstacle {
        case directory, file
    }

    private func obstacle(at name: [UInt8], _ connection: Connection) throws(SFTPError) -> Obstacle? {
        do throws(SFTPError) {
            return try connection.lstat(name).wait().kind == .directory ? .directory : .file
        } catch {
            if case .lost = error { throw error }
            return nil
        }
    }

    /// A staged name in the directory of a path of the server's.
    static func stagedName(beside name: [UInt8]) -> [UInt8] {
        StagedPath.directory(of: name) + StagedName.make(for: StagedPath.name(of: name))
    }
}
