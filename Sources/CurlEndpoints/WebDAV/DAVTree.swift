internal import FerryCore
internal import FerryEndpoints

/// A tree that the server told by one answer. Directories of which it told nothing are asked for by themselves: they may be
/// empty, or the server may have stopped above them.
struct DAVTree: LinklessSource {
    private let directories: DAVDirectories
    private let items: [RelativePath: [ListedItem]]

    /// Longer answers are given up: what is under way is bounded, however large the tree.
    private static let longestAnswer = 16 << 20

    var location: String { directories.location }
    var littered: LitteredDirectories? { directories.littered }

    /// Nil where the server does not list trees.
    init?(_ endpoint: DAVEndpoint, below directory: RelativePath) throws(HTTPFailure) {
        directories = DAVDirectories(endpoint: endpoint)
        guard endpoint.habits.listsTrees else { return nil }
        var request = endpoint.propfind(endpoint.url(of: directory).directory, depth: "infinity")
        request.mostKept = Self.longestAnswer
        do throws(HTTPFailure) {
            let (reply, place) = try endpoint.client.perform(request)
            let answer = try DAVAnswer(try endpoint.multistatus(reply).resources, at: place)
            items = try Self.sorted(answer, into: directory, endpoint, reply.head)
        } catch {
            if error.code == .notFound || error.code == .authenticationFailed { throw error }
            endpoint.habits.noteRefusedTree()
            return nil
        }
    }

    func items(
        of directory: RelativePath, links: ListingRequest.LinkPolicy
    ) throws(EndpointError) -> [ListedItem] {
        if let known = items[directory] { return known }
        return try directories.items(of: directory, links: links)
    }

    private static func sorted(
        _ answer: DAVAnswer, into directory: RelativePath, _ endpoint: DAVEndpoint, _ head: ResponseHead
    ) throws(HTTPFailure) -> [RelativePath: [ListedItem]] {
        var items: [RelativePath: [ListedItem]] = [:]
        var known: Set<RelativePath> = [directory]
        for (names, resource) in answer.below {
            let path = names.reduce(directory) { $0.appending(name: $1) }
            items[path.parent ?? .root, default: []].append(try endpoint.item(resource, at: path, head))
            if resource.isCollection { known.insert(path) }
        }
        // What lies in a directory that was not named would never be come to.
        guard items.keys.allSatisfy({ known.contains($0) }) else {
            throw HTTPFailure(.protocolViolation, "the server lists what lies in no directory")
        }
        return items
    }
}
