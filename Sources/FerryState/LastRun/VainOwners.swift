/// The users and groups that a place refuses to give to entries, as shows when somebody tries.
public struct VainOwners: Hashable, Sendable {
    public var users: Set<UInt32>
    public var groups: Set<UInt32>

    public init(users: Set<UInt32> = [], groups: Set<UInt32> = []) {
        self.users = users
        self.groups = groups
    }

    /// More are not worth remembering.
    private static let most = 1000

    /// The numbers in little-endian order, the count of users first.
    fileprivate var encoded: [UInt8] {
        let users = self.users.sorted().prefix(Self.most), groups = self.groups.sorted().prefix(Self.most)
        return ([UInt32(users.count)] + users + groups).flatMap { number in
            withUnsafeBytes(of: number.littleEndian) { Array($0) }
        }
    }

    /// Nothing where it makes no sense.
    fileprivate init(encoded bytes: [UInt8]) {
        let numbers = stride(from: 0, to: bytes.count - 3, by: 4).map { start in
            bytes[start..<start + 4].reversed().reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
        }
        let count = Int(numbers.first ?? 0)
        self.init()
        guard count < numbers.count else { return }
        users = Set(numbers[1...].prefix(count))
        groups = Set(numbers[(1 + count)...])
    }
}

extension StateStore {
    /// For so long, in seconds: an account may have become a member of a group since, and what is lost is told again.
    private static let lifetime: Int64 = 30 * 24 * 3600

    /// What runs of late found out about a destination; nothing where nobody knows.
    public func vainOwners(at destination: [UInt8]) -> VainOwners {
        read { (database) throws(SQLiteError) in
            var known: VainOwners?
            try database.run(
                "SELECT owners FROM refusal WHERE key = ? AND seen > ?",
                [StateKey.of(destination), .integer(StateClock.now - Self.lifetime)]
            ) {
                known = VainOwners(encoded: $0.blob(0))
            }
            return known
        } ?? VainOwners()
    }

    public func remember(_ vain: VainOwners, at destination: [UInt8]) {
        write { (database) throws(SQLiteError) in
            try database.run(
                "INSERT OR REPLACE INTO refusal (key, owners, seen) VALUES (?, ?, ?)",
                [StateKey.of(destination), .blob(vain.encoded), .integer(StateClock.now)])
        }
    }
}
