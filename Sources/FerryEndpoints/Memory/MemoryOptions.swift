public import FerryCore

/// How an in-memory endpoint behaves: like a local disk unless told otherwise.
public struct MemoryOptions: Sendable {
    /// What it can do; the endpoint holds itself and its callers to every word of it.
    public var capabilities: Capabilities
    public var roles: Roles
    public var versions: Versions
    /// How long every call takes, in seconds.
    public var latency: Double
    /// How many bytes fit, staged files included; nil is boundless.
    public var space: Int64?
    /// Entries a page of a listing.
    public var pageSize: Int
    /// The modification time of what is written without one.
    public var clock: @Sendable () -> Timestamp

    public init(
        capabilities: Capabilities = .memory, roles: Roles = .all, versions: Versions = .inode, latency: Double = 0,
        space: Int64? = nil, pageSize: Int = 1000, clock: @escaping @Sendable () -> Timestamp = { .now }
    ) {
        self.capabilities = capabilities
        self.roles = roles
        self.versions = versions
        self.latency = latency
        self.space = space
        self.pageSize = pageSize
        self.clock = clock
    }

    /// The optional roles of an endpoint.
    public struct Roles: OptionSet, Sendable, Hashable {
        public let rawValue: UInt8

        public init(rawValue: UInt8) {
            self.rawValue = rawValue
        }

        public static let links = Roles(rawValue: 1)
        public static let specialFiles = Roles(rawValue: 2)
        public static let renaming = Roles(rawValue: 4)
        public static let durability = Roles(rawValue: 8)
        public static let batchRemoval = Roles(rawValue: 16)
        public static let leftovers = Roles(rawValue: 32)
        public static let digests = Roles(rawValue: 64)
        public static let groupedCalls = Roles(rawValue: 128)
        /// All that a local disk has: calls of its are no round trips.
        public static let all: Roles = [
            .links, .specialFiles, .renaming, .durability, .batchRemoval, .leftovers, .digests,
        ]
    }

    /// What identifies a version: a file system's inode and change time, or an object store's tag.
    public enum Versions: Sendable, Hashable {
        case inode, tag
    }

    /// An object store: flat names, tags, parts, whole seconds, no links.
    public static let objectStore = MemoryOptions(
        capabilities: Capabilities(
            timePrecision: .second, metadataKept: [.modified], directories: .simulated,
            composition: .parts(minimum: 16, maximum: 1 << 20, count: 100), digestsStaged: true, writesInPlace: false,
            names: NameRules(longestName: 1024, longestPath: 1024, mustBeUTF8: true)),
        roles: [.batchRemoval, .digests], versions: .tag, pageSize: 10)

    /// A server's disk: each call is a round trip, so they are made in groups.
    public static let farAway: MemoryOptions = {
        var place = MemoryOptions(roles: [.all, .groupedCalls], pageSize: 3)
        place.capabilities.cheapLookups = false
        return place
    }()

    /// A transfer-only server: whole seconds, writes in order, nothing composed.
    public static let sequential = MemoryOptions(
        capabilities: Capabilities(
            timePrecision: .second, metadataKept: [.modified, .permissions], writeOrder: .sequential),
        roles: [.renaming], pageSize: 7)
}

extension Capabilities {
    /// Everything a local disk can do.
    public static let memory = Capabilities(
        metadataKept: [.modified, .accessed, .permissions, .user, .group], composition: .bytes, cheapReads: true,
        cheapLookups: true)
}
