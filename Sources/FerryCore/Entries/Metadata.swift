/// What is to be set on an entry; nil fields are left as they are.
package struct Metadata: Hashable, Sendable {
    package var modified: Timestamp?
    package var accessed: Timestamp?
    package var permissions: UInt16?
    package var user: UInt32?
    package var group: UInt32?

    package init(
        modified: Timestamp? = nil, accessed: Timestamp? = nil, permissions: UInt16? = nil, user: UInt32? = nil,
        group: UInt32? = nil
    ) {
        self.modified = modified
        self.accessed = accessed
        self.permissions = permissions
        self.user = user
        self.group = group
    }

    package var fields: MetadataFields {
        var fields = MetadataFields()
        if modified != nil { fields.insert(.modified) }
        if accessed != nil { fields.insert(.accessed) }
        if permissions != nil { fields.insert(.permissions) }
        if user != nil { fields.insert(.user) }
        if group != nil { fields.insert(.group) }
        return fields
    }

    package var isEmpty: Bool { fields.isEmpty }
}

/// A set of kinds of metadata, for saying what an endpoint keeps and what it could not set.
package struct MetadataFields: OptionSet, Hashable, Sendable {
    package let rawValue: UInt8

    package init(rawValue: UInt8) {
        self.rawValue = rawValue
    }

    package static let modified = MetadataFields(rawValue: 1)
    package static let accessed = MetadataFields(rawValue: 2)
    package static let permissions = MetadataFields(rawValue: 4)
    package static let user = MetadataFields(rawValue: 8)
    package static let group = MetadataFields(rawValue: 16)
    /// Of objects.
    package static let tags = MetadataFields(rawValue: 32)
}
