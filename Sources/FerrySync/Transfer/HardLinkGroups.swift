internal import FerryCore
internal import FerryEndpoints

/// The names of one source file, as far as they take part.
struct LinkGroup: Sendable {
    /// In rsync's order: the first is transferred, the others are linked to it.
    let members: [Member]

    struct Member: Sendable {
        let item: SourceItem
        let destination: Entry?
        let reference: ReferenceMatch?
        let directory: DirectoryNode
        /// Of all names that take part, in rsync's order.
        var isFirst = false
    }
}

/// `-H`: gathers the names of hard-linked files until a group is complete, because only then is it known which name
/// is transferred and which ones are linked to it. Names in different sources may be of one file too.
struct HardLinkGroups {
    private var waiting: [PlacedIdentity: [LinkGroup.Member]] = [:]
    /// Symlinks that are followed are further names of what they lead to, which no count of links includes.
    private let hasMoreNames: Bool

    init(_ links: LinkTreatment = LinkTreatment()) { hasMoreNames = links.followAll || links.followUnsafe }

    /// Takes a name of a file with several. Returns the group when this was the last of its names.
    mutating func add(_ member: LinkGroup.Member, identity: PlacedIdentity) -> LinkGroup? {
        waiting[identity, default: []].append(member)
        guard !hasMoreNames, waiting[identity]!.count >= Int(member.item.entry.linkCount) else { return nil }
        return group(waiting.removeValue(forKey: identity)!)
    }

    /// The groups of which some names lie outside the transfer, or of which nobody knows how many there are.
    mutating func drain() -> [LinkGroup] {
        defer { waiting = [:] }
        return waiting.values.map(group).sorted {
            $0.members[0].item.entry.path.precedesFilesFirst($1.members[0].item.entry.path)
        }
    }

    private func group(_ members: [LinkGroup.Member]) -> LinkGroup {
        var members = members.sorted { $0.item.entry.path.precedesFilesFirst($1.item.entry.path) }
        members[0].isFirst = true
        return LinkGroup(members: members)
    }
}

extension RelativePath {
    /// rsync's order of names: in each directory files come before directories, each by byte order.
    func precedesFilesFirst(_ other: RelativePath) -> Bool {
        let left = components, right = other.components
        for (index, (mine, theirs)) in zip(left, right).enumerated() where !mine.elementsEqual(theirs) {
            let isFile = index == left.count - 1, otherIsFile = index == right.count - 1
            return isFile == otherIsFile ? mine.lexicographicallyPrecedes(theirs) : isFile
        }
        return left.count < right.count
    }
}
