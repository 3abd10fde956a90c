internal import FerryCore
internal import Glibc
internal import Synchronization

/// Users and groups of this host by number and by name. Answers are remembered: a tree has few owners and many files.
final class AccountNames: Sendable {
    let kind: OwnershipMap.Kind
    private let known = Mutex<[UInt32: String?]>([:])

    init(_ kind: OwnershipMap.Kind) {
        self.kind = kind
    }

    /// Nil for a number without a name.
    func name(of number: UInt32) -> String? {
        known.withLock { known in
            if let name = known[number] { return name }
            let name = lookUp(number)
            known[number] = .some(name)
            return name
        }
    }

    func number(of name: String) -> UInt32? {
        switch kind {
        case .user: getpwnam(name).map { $0.pointee.pw_uid }
        case .group: getgrnam(name).map { $0.pointee.gr_gid }
        }
    }

    /// Under the lock: the C functions share one buffer.
    private func lookUp(_ number: UInt32) -> String? {
        switch kind {
        case .user: getpwuid(number).map { String(cString: $0.pointee.pw_name) }
        case .group: getgrgid(number).map { String(cString: $0.pointee.gr_name) }
        }
    }
}
