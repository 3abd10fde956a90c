internal import FerryCore
internal import FerryEndpoints
internal import Synchronization

/// Owners of the source as the destination numbers them: those of the same names. Where there is no such name, or nobody
/// tells, the number stays; so does root's, as rsync(1) has it. Each owner is asked for once.
final class OwnerTranslation: Sendable {
    private let source: any AccountRole
    private let destination: any AccountRole
    private let known = Mutex<[OwnershipMap.Kind: [UInt32: UInt32]]>([:])

    /// Nil where both are on one machine, or one of them knows no names.
    init?(from source: any Endpoint, to destination: any Endpoint) {
        guard source.identitySpace != destination.identitySpace, let accounts = source.accounts,
            let others = destination.accounts
        else { return nil }
        self.source = accounts
        self.destination = others
    }

    func number(of number: UInt32, _ kind: OwnershipMap.Kind) -> UInt32 {
        if number == 0 { return 0 }
        if let known = known.withLock({ $0[kind]?[number] }) { return known }
        let found = lookUp(number, kind) ?? number
        known.withLock { $0[kind, default: [:]][number] = found }
        return found
    }

    private func lookUp(_ number: UInt32, _ kind: OwnershipMap.Kind) -> UInt32? {
        do throws(EndpointError) {
            guard let name = try source.name(of: number, kind) else { return nil }
            return try destination.number(of: name, kind)
        } catch {
            // A connection that is lost shows in whatever comes next.
            return nil
        }
    }
}

extension MetadataOptions {
    /// With owners by name, unless they are numbers or were given others.
    func translatingOwners(from source: (any Endpoint)?, to destination: any Endpoint) -> MetadataOptions {
        guard !numericIDs, owner || group, let source,
            let translation = OwnerTranslation(from: source, to: destination)
        else { return self }
        var options = self
        options.mapUser = mapUser ?? { translation.number(of: $0, .user) }
        options.mapGroup = mapGroup ?? { translation.number(of: $0, .group) }
        return options
    }
}
