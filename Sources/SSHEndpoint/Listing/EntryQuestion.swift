internal import FerryCore
internal import FerryEndpoints

/// What has still to be asked about a listed name: its attributes where the directory did not tell them, and of a symlink
/// where it points and, if it is to be followed, what it leads to. Sent when made, so that many are under way.
struct EntryQuestion {
    private let path: RelativePath
    private let listed: FileAttributes
    private let endpoint: SSHEndpoint
    private let connection: Connection
    private let name: [UInt8]
    private let links: ListingRequest.LinkPolicy
    private let status: Pending<FileAttributes>?
    private let target: Pending<[UInt8]>?
    private let followed: Pending<FileAttributes>?

    init(
        _ item: Answers.Name, at path: RelativePath, links: ListingRequest.LinkPolicy, _ endpoint: SSHEndpoint,
        _ connection: Connection
    ) throws(SFTPError) {
        self.path = path
        self.endpoint = endpoint
        listed = item.attributes
        self.links = links
        self.connection = connection
        name = try endpoint.root.path(path)
        let isUnknown = listed.kind == nil
        let mayBeLink = isUnknown || listed.kind == .symlink
        status = isUnknown ? try connection.lstat(name) : nil
        target = mayBeLink ? try connection.readLink(name) : nil
        followed = mayBeLink && links.followsAny ? try connection.stat(name) : nil
    }

    /// The item; nil where the name has gone meanwhile.
    func answer() throws(SFTPError) -> ListedItem? {
        do throws(SFTPError) {
            let attributes = try status?.wait() ?? listed
            guard attributes.kind == .symlink else { return .entry(try attributes.known(at: path)) }
            return try link(attributes)
        } catch {
            switch error {
            case .lost: throw error
            case _ where error.isAbsence: return nil
            default: return .failure(error.during(.look, path, at: endpoint.location), path: path, subtree: false)
            }
        }
    }

    private func link(_ attributes: FileAttributes) throws(SFTPError) -> ListedItem? {
        guard let answer = target else { throw .status(.failure) }
        guard let text = try ToldLink.target(answer, at: name, attributes, on: connection) else { return nil }
        let itself = ListedItem.entry(try attributes.known(at: path, linkTarget: text))
        guard links.followsAny, links != .followUnsafe || LinkTarget.leavesTree(text, from: path) else { return itself }
        guard let destination = try destination() else {
            return links == .followDirectories ? itself : dangling
        }
        if links == .followDirectories && destination.kind != .directory { return itself }
        endpoint.followed.insert(path)
        return .entry(try destination.known(at: path))
    }

    /// What the symlink leads to; nil where that is nothing.
    private func destination() throws(SFTPError) -> FileAttributes? {
        do throws(SFTPError) {
            return try followed?.wait()
        } catch {
            if error.isAbsence || error.isUnspecific { return nil }
            throw error
        }
    }

    private var dangling: ListedItem {
        let error = EndpointError(
            .unsupported, .look, path: path, location: endpoint.location, reason: "the symlink leads nowhere")
        return .failure(error, path: path, subtree: false)
    }
}
