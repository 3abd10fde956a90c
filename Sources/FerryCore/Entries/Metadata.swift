/// What is to be set on an entry; nil fields are left as they are.
public struct Metadata: Hashable, Sendable {
    public var modified: Timestamp?
    public var accessed: Timestamp?
    public var permissions: UInt16?
    public var user: UInt32?
    public var group: UInt32?

    public init(
        modified: Timestamp? = nil, accessed: Timestamp? = nil, permissions: UInt16? = nil, user: UInt32? = nil,
        group: UInt32? = nil
    ) {
        self.modified = modified
        self.accessed = accessed
        self.permissions = permissions
        self.user = user
        self.group = group
    }

    public var fields: MetadataFields {
        var fields = MetadataFields()
        if modified != nil { fields.insert(.modified) }
        if accessed != nil { fields.insert(.accessed) }
        if permissions != nil { fields.insert(.permissions) }
        if user != nil { fields.insert(.user) }
        if group != nil { fields.insert(.group) }
        return fields
    }

    public var isEmpty: Bool { fields.isEmpty }
}

/// A set of kinds of metadata, for saying what an endpoint keeps and what it could not set.
public struct MetadataFields: OptionSet, Hashable, Sendable {
    public let rawValue: UInt8

    public init(rawValue: UInt8) {
        self.rawValue = rawValue
    }

    public static let modified = MetadataFields(rawValue: 1)
    public static let accessed = MetadataFields(rawValue: 2)
    public static let permissions = MetadataFields(rawValue: 4)
    public static let user = MetadataFields(rawValue: 8)
    public static let group = MetadataFields(rawValue: 16)
    /// Of objects.
    public static let tags = MetadataFields(rawValue: 32)
}
