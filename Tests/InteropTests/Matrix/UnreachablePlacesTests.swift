import Harness
import Servers
import Testing

/// Where there is no connection, each kind of place is told of in the same way: one line, and one status.
@Suite("Places that cannot be reached") struct UnreachablePlacesTests {
    struct Kind: Sendable, CustomTestStringConvertible {
        let name: String
        /// The location of a directory on a host, which ends in a port.
        let location: @Sendable (_ host: String) -> String
        var options: [String] = []
        var environment: @Sendable (_ host: String) -> [String: String] = { _ in [:] }
        var isWritable = true

        var testDescription: String { name }
    }

    private static let kinds = [
        Kind(name: "sftp") { "sftp://\($0)/x" }, Kind(name: "scp") { "scp://\($0)/x" },
        Kind(name: "libssh2", location: { "sftp://\($0)/x" }, options: ["--ssh-transport=libssh2"]),
        Kind(name: "ftp") { "ftp://\($0)/x" }, Kind(name: "ftps") { "ftps://\($0)/x" },
        Kind(name: "http", location: { "http://\($0)/x" }, isWritable: false),
        Kind(name: "https", location: { "https://\($0)/x" }, isWritable: false),
        Kind(name: "dav") { "dav://\($0)/x" }, Kind(name: "davs") { "davs://\($0)/x" },
        Kind(
            name: "s3", location: { _ in "s3://bucket/x" },
            environment: {
                [
                    "AWS_ENDPOINT_URL_S3": "http://\($0)", "AWS_ACCESS_KEY_ID": "key",
                    "AWS_SECRET_ACCESS_KEY": "secret",
                    "AWS_PROFILE": "", "AWS_REGION": "us-east-1",
                ]
            }),
    ]

    /// Nobody listens there; and names below `invalid` are nobody's (RFC 6761).
    private static let hosts = [
        (name: "127.0.0.1:\(FreePort.refusing())", reason: ": connection refused"),
        (name: "server.invalid:2222", reason: ": the host name is not known"),
    ]

    @Test(arguments: kinds, hosts) func areToldOfAlike(_ kind: Kind, _ host: (name: String, reason: String)) {
        let scratch = TemporaryDirectory()
        precondition(Program("sh").run(["-c", "mkdir tree; echo 1 > tree/file"], in: scratch.path).status == 0)
        let place = kind.location(host.name)
        let tree = scratch.file("tree") + "/"
        var commands = [
            ["list", place], ["cat", place + "/file"], ["sync", place + "/", scratch.file("copy")],
            ["check", tree, place], ["manifest", "create", place],
        ]
        if kind.isWritable {
            commands += [["sync", tree, place], ["sync", "-n", tree, place], ["remove", place + "/file"]]
        }
        let environment = ["HOME": "/proc/none", "NETRC": "/proc/none"].merging(kind.environment(host.name)) { $1 }
        for command in commands {
            let outcome = Program("timeout", leading: ["60", "setsid", "-w", Program.ferry.path]).run(
                [command[0]] + kind.options + command.dropFirst(), environment: environment)
            let expected: Int32 = command[0] == "check" ? 2 : 5
            #expect(outcome.status == expected && outcome.outputText == "", "\(command): \(outcome.errorText)")
            let lines = outcome.errorText.split(separator: "\n")
            #expect(lines.count == 1, "\(command): \(outcome.errorText)")
            #expect(lines.first?.hasPrefix("ferry: cannot connect to ") == true, "\(command): \(outcome.errorText)")
            // What is said where no name server answers.
            let isKnown = [host.reason, ": Temporary failure in name resolution"].contains {
                lines.first?.hasSuffix($0) == true
            }
            #expect(isKnown, "\(command): \(outcome.errorText)")
        }
    }
}
