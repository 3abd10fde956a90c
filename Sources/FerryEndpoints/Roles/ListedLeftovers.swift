public import FerryCore

/// Clearing away on servers that say of no file whether its writer lives: by the age that listings tell.
public struct ListedLeftovers: LeftoverRole {
    private let endpoint: any Endpoint
    private let source: any DirectorySource

    public init(from endpoint: any Endpoint, listedBy source: any DirectorySource) {
        self.endpoint = endpoint
        self.source = source
    }

    public var isToldByListings: Bool { true }

    public func toldDirectories() -> [RelativePath] { source.littered?.take() ?? [] }

    public func removeLeftovers(in directory: RelativePath) throws(EndpointError) -> Int {
        let limit = LitteredDirectories.limit
        var removed = 0
        for item in try items(of: directory) where LitteredDirectories.isLeftover(item, before: limit) {
            do throws(EndpointError) {
                try endpoint.remove(item.path, kind: .file)
                removed += 1
            } catch  where error.code == .notFound {
                // Others remove them too, at the same time.
            }
        }
        return removed
    }

    private func items(of directory: RelativePath) throws(EndpointError) -> [ListedItem] {
        do throws(EndpointError) {
            return try source.items(of: directory, links: .keep)
        } catch  where error.code == .notFound {
            return []
        }
    }
}
