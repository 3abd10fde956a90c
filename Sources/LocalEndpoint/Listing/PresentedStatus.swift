internal import FerryCore
internal import FerryEndpoints

/// How a name appears in a listing: as itself, or as what a followed symlink leads to.
enum PresentedStatus {
    case itself(FileStatus)
    case symlink(FileStatus, target: [UInt8])
    case followed(FileStatus)
    /// A symlink that was to be followed and leads nowhere.
    case dangling

    /// Looks at a name as the policy wants it; nil when it is not there any more.
    static func of(
        _ name: Name, at path: RelativePath, in directory: Directory, _ policy: ListingRequest.LinkPolicy
    ) throws(Errno) -> PresentedStatus? {
        guard let status = try directory.status(of: name) else { return nil }
        guard status.kind == .symlink else { return .itself(status) }
        let target = try directory.target(of: name, size: status.size)
        switch policy {
        case .keep, .keepBelow: return .symlink(status, target: target)
        case .followAll: break
        case .followUnsafe:
            if !LinkTarget.leavesTree(target, from: path) { return .symlink(status, target: target) }
        case .followDirectories:
            let followed = try? directory.status(of: name, following: true)
            return followed?.kind == .directory ? .followed(followed!) : .symlink(status, target: target)
        }
        guard let followed = try directory.status(of: name, following: true) else { return .dangling }
        return .followed(followed)
    }

    var isDirectory: Bool {
        switch self {
        case .itself(let status), .followed(let status): status.kind == .directory
        case .symlink, .dangling: false
        }
    }

    /// The entry under the name that was looked at; nil for a dangling symlink.
    func entry(at path: RelativePath) -> Entry? {
        switch self {
        case .itself(let status), .followed(let status): status.entry(at: path)
        case .symlink(let status, let target): status.entry(at: path, linkTarget: target)
        case .dangling: nil
        }
    }
}
