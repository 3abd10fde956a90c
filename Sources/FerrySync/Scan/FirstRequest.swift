internal import FerryEndpoints

extension EndpointError {
    /// Of the first request for a source: a server that does not know who asks, or is not trusted, is none that there is a
    /// connection to, also where each request stands for itself.
    var ofFirstRequest: EndpointError {
        guard code == .authenticationFailed || code == .untrustedHost else { return self }
        return EndpointError(code, .connect, path: nil, location: location, reason: reason)
    }
}
