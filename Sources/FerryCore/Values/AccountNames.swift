internal import Glibc
internal import Synchronization

/// Users or groups of this machine by number and by name. Answers are remembered: a tree has few owners and many files.
public final class AccountNames: Sendable {
    public let kind: OwnershipMap.Kind
    private let known = Mutex<[UInt32: String?]>([:])

    public init(_ kind: OwnershipMap.Kind) {
        self.kind = kind
    }

    /// Nil for a number without a name.
    public func name(of number: UInt32) -> String? {
        known.withLock { known in
            if let name = known[number] { return name }
            let name = lookUp(number)
            known[number] = .some(name)
            return name
        }
    }

    /// Under the lock, as everything here: the C functions share one buffer.
    public func number(of name: String) -> UInt32? {
        known.withLock { _ in
            switch kind {
            case .user: getpwnam(name).map { $0.pointee.pw_uid }
            case .group: getgrnam(name).map { $0.pointee.gr_gid }
            }
        }
    }

    private func lookUp(_ number: UInt32) -> String? {
        switch kind {
        case .user: getpwuid(number).map { String(cString: $0.pointee.pw_name) }
        case .group: getgrgid(number).map { String(cString: $0.pointee.gr_name) }
        }
    }
}
