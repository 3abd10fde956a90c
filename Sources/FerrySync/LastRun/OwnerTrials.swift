internal import FerryCore
internal import FerryState
internal import Synchronization

/// What a run finds out about the owners that a destination gives, where nothing but trying shows that.
final class OwnerTrials: Sendable {
    private struct Outcomes {
        var set = VainOwners()
        var refused = VainOwners()
    }

    private let outcomes = Mutex(Outcomes())

    /// - Parameter notSet: What of the metadata that an entry was to have could not be set.
    func note(_ metadata: Metadata, notSet: MetadataFields) {
        outcomes.withLock { outcomes in
            if let user = metadata.user {
                if notSet.contains(.user) {
                    outcomes.refused.users.insert(user)
                } else {
                    outcomes.set.users.insert(user)
                }
            }
            if let group = metadata.group {
                if notSet.contains(.group) {
                    outcomes.refused.groups.insert(group)
                } else {
                    outcomes.set.groups.insert(group)
                }
            }
        }
    }

    /// What is known by now: a single success tells that others failed for reasons of their own.
    func conclusion(from known: VainOwners) -> VainOwners {
        outcomes.withLock { outcomes in
            VainOwners(
                users: known.users.union(outcomes.refused.users).subtracting(outcomes.set.users),
                groups: known.groups.union(outcomes.refused.groups).subtracting(outcomes.set.groups))
        }
    }
}
