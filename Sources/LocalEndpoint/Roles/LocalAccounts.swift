internal import FerryCore
internal import FerryEndpoints

/// The accounts of this machine.
struct LocalAccounts: AccountRole {
    private static let users = AccountNames(.user)
    private static let groups = AccountNames(.group)

    private static func names(_ kind: OwnershipMap.Kind) -> AccountNames { kind == .user ? users : groups }

    func name(of number: UInt32, _ kind: OwnershipMap.Kind) -> String? { Self.names(kind).name(of: number) }

    func number(of name: String, _ kind: OwnershipMap.Kind) -> UInt32? { Self.names(kind).number(of: name) }
}
