/// How a web server is spoken to.
package struct HTTPSettings: Sendable {
    package var login: HTTPLogin?
    /// `--header`: lines, `Name: value`. They may hold secrets, and go where the login goes.
    package var headers: [String] = []
    /// Shown to where the login goes, too.
    package var certificate: ClientCertificate?

    package init() {}
}
