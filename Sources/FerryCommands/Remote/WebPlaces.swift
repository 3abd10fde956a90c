internal import CurlEndpoints
internal import FerryCore
internal import FerryEndpoints
internal import FerrySync

extension EndpointRegistry {
    /// Opens a directory of a web server.
    func openWeb(
        _ location: Location, at path: [UInt8], _ web: WebAccess, _ behaviour: DecoratorOptions
    ) -> any Endpoint {
        let setup = WebSetup(location)
        let settings = web.settings(for: location)
        if setup.isDAV {
            let endpoint = DAVEndpoint(setup.origin, path: path, settings: settings, engine: web.engine)
            return decorated(endpoint, with: behaviour)
        }
        let endpoint = decorated(
            HTTPEndpoint(setup.origin, path: path, settings: settings, engine: web.engine), with: behaviour)
        guard setup.usesManifest else { return endpoint }
        return CataloguedEndpoint(
            endpoint, named: setup.manifest, believing: provesContent ? .names : .everything)
    }

    /// Reads an operand as a location that something is to be written to: a web server's is WebDAV's where the server
    /// speaks it.
    func destination(_ operand: [UInt8]) throws(UsageError) -> Location {
        let location = try self.location(operand)
        guard let web, location.scheme == .http || location.scheme == .https else { return location }
        let origin = WebSetup(location).origin
        let client = DAVEndpoint(
            origin, path: location.path, settings: web.settings(for: location), engine: web.engine)
        guard client.isSpoken else { return location }
        return Location(
            scheme: location.scheme == .https ? .davs : .dav, user: location.user, host: location.host,
            port: location.port, path: location.path, settings: location.settings)
    }
}

/// What the location of a web server says.
private struct WebSetup {
    let origin: Origin
    let isDAV: Bool
    /// The manifest that tells what is there, by name.
    let manifest: [UInt8]?
    let usesManifest: Bool

    init(_ location: Location) {
        isDAV = location.scheme == .dav || location.scheme == .davs
        let isSecure = location.scheme == .https || location.scheme == .davs
        origin = Origin(isSecure: isSecure, host: location.host, port: location.port)
        let named = location.setting("manifest")
        usesManifest = named?.isEmpty != true
        manifest = named.map { Array($0.utf8) }
    }
}
