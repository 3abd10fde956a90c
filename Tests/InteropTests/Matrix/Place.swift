import Harness
import Servers
import Testing

/// A kind of place that ferry reads, and mostly writes, for tests that try all of them alike.
struct Place: Sendable, CustomTestStringConvertible {
    let name: String
    /// Whether anything can be written there.
    let isWritable: Bool
    /// Options by which ferry reaches it, and variables.
    let options: [String]
    let environment: [String: String]
    /// The location of a directory of this name.
    let location: @Sendable (String) -> String
    /// Puts a tree there, without ferry.
    let put: @Sendable (_ tree: String, _ name: String) -> Void
    /// The tree that is there by now, as files of this machine, got without ferry.
    let content: @Sendable (_ name: String, _ scratch: String) -> String

    /// Nil where there is none.
    let server: Server?

    /// What a place is reached through.
    struct Server: Sendable {
        let port: Int
        var isFTP = false
        /// The same place, behind another port.
        let behind: @Sendable (_ port: Int) -> Place
    }

    var testDescription: String { name }

    /// The place as it is reached through a relay. Only where there is a server.
    func relayed() -> (place: Place, relay: Relay) {
        guard let server else { preconditionFailure("\(name) has no server") }
        let relay = Relay(to: server.port, isFTP: server.isFTP)
        return (server.behind(relay.port), relay)
    }

    /// A place whose files are in a directory of this machine.
    init(
        _ name: String, in directory: String, isWritable: Bool = true, options: [String] = [],
        environment: [String: String] = [:], server: Server? = nil, location: @escaping @Sendable (String) -> String
    ) {
        self.init(
            name, isWritable: isWritable, options: options, environment: environment, server: server,
            location: location,
            put: { tree, name in
                Self.run("cp", ["-a", tree, "\(directory)/\(name)"])
                // A server may be another user.
                if server != nil { Self.run("chmod", ["-R", "a+rwX", "\(directory)/\(name)"]) }
            },
            content: { name, _ in "\(directory)/\(name)" })
    }

    init(
        _ name: String, isWritable: Bool = true, options: [String] = [], environment: [String: String] = [:],
        server: Server? = nil, location: @escaping @Sendable (String) -> String,
        put: @escaping @Sendable (String, String) -> Void,
        content: @escaping @Sendable (String, String) -> String
    ) {
        self.name = name
        self.isWritable = isWritable
        self.options = options
        self.environment = environment
        self.server = server
        self.location = location
        self.put = put
        self.content = content
    }

    private static func run(_ program: String, _ arguments: [String]) {
        let outcome = Program(program).run(arguments)
        precondition(outcome.status == 0, "\(program): \(outcome.errorText)")
    }

    /// Runs ferry on locations of these places.
    static func ferry(
        _ words: [String], on places: [Place], environment more: [String: String] = [:]
    ) -> Program.Outcome {
        let environment = places.reduce(["HOME": "/proc/none", "NETRC": "/proc/none"].merging(more) { $1 }) {
            $0.merging($1.environment) { $1 }
        }
        var options: [String] = []
        for option in places.flatMap(\.options) where !options.contains(option) { options.append(option) }
        return Program.ferry.run([words[0]] + options + words.dropFirst(), environment: environment)
    }
}
