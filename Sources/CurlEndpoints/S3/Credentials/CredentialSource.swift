/// Where credentials come from, and come from again before they expire.
package protocol CredentialSource: Sendable {
    /// Nil: requests are not signed.
    func current() throws(CurlFailure) -> Credentials?
}

/// Credentials that last, or none at all.
package struct FixedCredentials: CredentialSource {
    private let credentials: Credentials?

    package init(_ credentials: Credentials?) {
        self.credentials = credentials
    }

    package func current() -> Credentials? { credentials }
}
