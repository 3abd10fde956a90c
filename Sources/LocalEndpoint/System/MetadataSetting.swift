internal import CSystem
internal import FerryCore
internal import Glibc

extension MetadataTarget where Self: ~Copyable {
    /// Sets metadata in the order that keeps it: the owner first, because changing it clears set-user-id bits, the
    /// times last. `current` saves the calls that would change nothing. Returns what is not permitted or not kept.
    func set(_ metadata: Metadata, current: FileStatus?, isSymlink: Bool = false) throws(Errno) -> MetadataFields {
        var notSet = MetadataFields()
        let owned = try setOwner(metadata, current: current, notSet: &notSet)
        if let permissions = metadata.permissions, !isSymlink {
            if owned || current?.permissions != permissions {
                try tolerating(.permissions, &notSet) { () throws(Errno) in try setPermissions(mode_t(permissions)) }
            }
        }
        if metadata.modified != nil || metadata.accessed != nil {
            let fields = metadata.fields.intersection([.modified, .accessed])
            let times = [timespec(metadata.accessed), timespec(metadata.modified)]
            try tolerating(fields, &notSet) { () throws(Errno) in try setTimes(times) }
        }
        return notSet
    }

    /// Returns whether the owner was changed. Who may not give files away may still choose among his groups.
    private func setOwner(
        _ metadata: Metadata, current: FileStatus?, notSet: inout MetadataFields
    ) throws(Errno) -> Bool {
        let user = metadata.user.flatMap { $0 == current?.raw.st_uid ? nil : $0 }
        let group = metadata.group.flatMap { $0 == current?.raw.st_gid ? nil : $0 }
        if user == nil && group == nil { return false }
        do {
            try setOwner(user: user ?? uid_t.max, group: group ?? gid_t.max)
            return true
        } catch {
            if !error.meansNotKept && error != Errno(EINVAL) { throw error }
        }
        if user != nil { notSet.insert(.user) }
        guard let group else { return false }
        if user == nil {
            notSet.insert(.group)
            return false
        }
        try tolerating(.group, &notSet) { () throws(Errno) in try setOwner(user: uid_t.max, group: group) }
        return !notSet.contains(.group)
    }

    private func tolerating(
        _ fields: MetadataFields, _ notSet: inout MetadataFields, _ set: () throws(Errno) -> Void
    ) throws(Errno) {
        do {
            try set()
        } catch {
            if !error.meansNotKept { throw error }
            notSet.formUnion(fields)
        }
    }
}

extension timespec {
    /// Nil leaves the time as it is.
    init(_ time: Timestamp?) {
        self.init(tv_sec: Int(time?.seconds ?? 0), tv_nsec: time.map { Int($0.nanoseconds) } ?? Int(ferry_utime_omit))
    }
}
