public import FerryCore

/// Keeps the number of calls at a time within a limit.
///
/// A connection is held during a call and not between two calls of a reader or staged file: whoever waits for one holds
/// none, so that reading and writing on one endpoint cannot wait for each other.
public struct LimitedEndpoint: EndpointDecorator {
    public let base: any Endpoint
    private let connections: ConnectionLimit

    public init(_ base: any Endpoint, _ connections: ConnectionLimit) {
        self.base = base
        self.connections = connections
    }

    public func around<Result>(
        _ call: EndpointCall, _ path: RelativePath?, _ body: () throws(EndpointError) -> Result
    ) throws(EndpointError) -> Result {
        guard let era = connections.acquire() else { throw failure(.cancelled, call, path) }
        defer { connections.release() }
        do throws(EndpointError) {
            let result = try body()
            connections.succeeded(in: era)
            return result
        } catch {
            if case .throttled = error.code { connections.throttled(in: era) }
            throw error
        }
    }

    public func decorating(_ sibling: any Endpoint) -> any Endpoint { LimitedEndpoint(sibling, connections) }

    public func list(_ request: ListingRequest) throws(EndpointError) -> any Listing {
        var request = request
        request.selection = request.selection.map { GuestSelection(base: $0, connections: connections) }
        request.screen = request.screen.map { GuestScreen(base: $0, connections: connections) }
        let listing = try around(.list, request.directory) { () throws(EndpointError) in try base.list(request) }
        return DecoratedListing(listing, of: request.directory, by: self)
    }
}

/// A selection that reads rules from the endpoint, such as filter files, does so over the connection of the listing that
/// asks it: waiting for another one could take forever.
private struct GuestSelection: Selection {
    let base: any Selection
    let connections: ConnectionLimit

    var takesEverything: Bool { base.takesEverything }

    func includes(_ path: RelativePath, isDirectory: Bool) -> Bool { base.includes(path, isDirectory: isDirectory) }

    func entering(_ directory: RelativePath) throws(EndpointError) -> any Selection {
        let inner = try connections.asGuest { () throws(EndpointError) in try base.entering(directory) }
        return GuestSelection(base: inner, connections: connections)
    }

    func names(in directory: RelativePath) -> [SelectedName]? { base.names(in: directory) }
}

/// A screen that asks the endpoint about files does so over the connection of the listing, too.
private struct GuestScreen: ListingScreen {
    let base: any ListingScreen
    let connections: ConnectionLimit

    func leavesOut(_ files: FileBatch) -> [Bool] { connections.asGuest { base.leavesOut(files) } }
}
