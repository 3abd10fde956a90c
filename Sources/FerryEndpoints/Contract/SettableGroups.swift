internal import FerryCore
internal import Synchronization

/// The groups that an account may give to what it owns: those that it is a member of (chown(2)). Where they are not known at
/// once, they are asked for when it first matters.
public final class SettableGroups: Sendable {
    private enum Knowledge: Sendable {
        case unknown(@Sendable () -> Set<UInt32>?)
        /// Nil where nobody tells.
        case asked(Set<UInt32>?)
    }

    private let own: UInt32?
    private let knowledge: Mutex<Knowledge>

    public init(_ groups: Set<UInt32>) {
        own = nil
        knowledge = Mutex(.asked(groups))
    }

    /// - Parameters:
    ///   - own: One of them, for which nobody need be asked.
    ///   - ask: Called at most once; nil where nobody tells.
    public init(own: UInt32?, ask: @escaping @Sendable () -> Set<UInt32>?) {
        self.own = own
        knowledge = Mutex(.unknown(ask))
    }

    /// Nil where nobody tells: then a group has to be tried.
    public var all: Set<UInt32>? {
        knowledge.withLock { knowledge in
            if case .unknown(let ask) = knowledge { knowledge = .asked(ask()) }
            if case .asked(let groups) = knowledge { return groups }
            return nil
        }
    }

    /// Whether an entry can be given this group, as far as is known.
    public func mayContain(_ group: UInt32) -> Bool {
        group == own || all?.contains(group) != false
    }
}

/// Two are the same where they know from the beginning that they are, or are one.
extension SettableGroups: Hashable {
    public static func == (left: SettableGroups, right: SettableGroups) -> Bool {
        left === right || left.known != nil && left.known == right.known
    }

    public func hash(into hasher: inout Swift.Hasher) { hasher.combine(known) }

    private var known: Set<UInt32>? {
        knowledge.withLock { if case .asked(let groups) = $0 { groups } else { nil } }
    }
}
