package import FerryEndpoints

/// Where credentials come from, and come from again before they expire.
package protocol CredentialSource: Sendable {
    /// Nil: requests are not signed.
    func current() throws(CredentialFailure) -> Credentials?
}

/// Credentials that last, or none at all.
package struct FixedCredentials: CredentialSource {
    private let credentials: Credentials?

    package init(_ credentials: Credentials?) {
        self.credentials = credentials
    }

    package func current() -> Credentials? { credentials }
}

/// Why there are no credentials, in words that never contain one.
package struct CredentialFailure: Error, Sendable, CustomStringConvertible {
    package let code: EndpointError.Code
    package let description: String

    init(_ description: String, _ code: EndpointError.Code = .authenticationFailed) {
        self.code = code
        self.description = description
    }
}
