internal import FerryCore
internal import Synchronization

/// Whether an account may give what it owns to other users, as root may (chown(2)). Found out when it first matters.
public final class GivingAway: Sendable {
    /// Asks, and returns what waits for the answer: nil where nobody tells.
    public typealias Question = @Sendable () -> @Sendable () -> Bool?

    private enum Knowledge: Sendable {
        case unknown(Question)
        case underWay(@Sendable () -> Bool?)
        /// Nil where nobody tells.
        case asked(Bool?)
    }

    /// Whose new entries most likely are; nil where that is not known.
    private let own: UInt32?
    private let knowledge: Mutex<Knowledge>

    /// - Parameter ask: Called at most once.
    public init(own: UInt32? = nil, ask: @escaping Question) {
        self.own = own
        knowledge = Mutex(.unknown(ask))
    }

    /// It will matter: the question goes out with whatever is asked next.
    public func prepare() {
        knowledge.withLock { knowledge in
            if case .unknown(let ask) = knowledge { knowledge = .underWay(ask()) }
        }
    }

    /// Nil where nobody tells: then it has to be tried.
    public var isAllowed: Bool? {
        knowledge.withLock { knowledge in
            switch knowledge {
            case .unknown(let ask): knowledge = .asked(ask()())
            case .underWay(let wait): knowledge = .asked(wait())
            case .asked: break
            }
            if case .asked(let answer) = knowledge { return answer }
            return nil
        }
    }

    /// Whether nobody need be asked about a new entry that is to be this user's: mostly nothing is to be set.
    public func isOwn(_ user: UInt32) -> Bool { user == own }
}

extension GivingAway: Hashable {
    public static func == (left: GivingAway, right: GivingAway) -> Bool { left === right }

    public func hash(into hasher: inout Swift.Hasher) { hasher.combine(ObjectIdentifier(self)) }
}

extension Capabilities {
    /// Whether permissions stop nobody there, as far as is known.
    public var isSuperuser: Bool {
        metadataKept.contains(.user) && (givingAway.map { $0.isAllowed == true } ?? true)
    }
}
