internal import FerryCore

/// Where names and passwords for servers are looked for.
struct LoginSource: Sendable {
    private var password: String?
    private let netrc: Netrc?

    /// - Parameter variable: Of the environment: the password of the user that a location names.
    init(_ environment: Environment, password variable: String) {
        password = environment.value(variable)
        let file = environment.value("NETRC") ?? environment.value("HOME").map { $0 + "/.netrc" }
        netrc = file.flatMap { TextFile.content(of: Array($0.utf8)) }.map { Netrc($0) }
    }

    /// With what netrc has alone: the other password is for any host of that user's name.
    var withoutPassword: LoginSource {
        var source = self
        source.password = nil
        return source
    }

    func login(for location: Location) -> Login? {
        if let user = location.user, let password { return Login(user: user, password: password) }
        return netrc?.login(for: location.host, user: location.user)
    }
}
