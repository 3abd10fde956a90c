internal import FerryCore
internal import FerryEndpoints

/// `--keep-dirlinks`: a symlink of the destination that leads to a directory is that directory, where the sources have one.
struct KeptLinks {
    let destination: any Endpoint
    let areKept: Bool

    /// The directory that stands for what the destination has under the item's name; nil where that stands for itself.
    func directory(behind present: Entry?, for item: SourceItem?) throws(EndpointError) -> Entry? {
        guard areKept, let present, present.kind == .symlink, item?.entry.isDirectory == true else { return nil }
        let followed = try destination.entry(at: present.path, links: .followDirectories)
        return followed?.isDirectory == true ? followed : nil
    }
}
