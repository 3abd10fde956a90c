public import FerryEndpoints

/// Where credentials come from, and come from again before they expire.
public protocol CredentialSource: Sendable {
    /// Nil: requests are not signed.
    func current() throws(CredentialFailure) -> Credentials?
}

/// Credentials that last, or none at all.
public struct FixedCredentials: CredentialSource {
    private let credentials: Credentials?

    public init(_ credentials: Credentials?) {
        self.credentials = credentials
    }

    public func current() -> Credentials? { credentials }
}

/// Why there are no credentials, in words that never contain one.
public struct CredentialFailure: Error, Sendable, CustomStringConvertible {
    public let code: EndpointError.Code
    public let description: String

    init(_ description: String, _ code: EndpointError.Code = .authenticationFailed) {
        self.code = code
        self.description = description
    }
}
