import Harness
import Testing

/// A large file goes from one server to another through memory that does not grow with it, and through no file of this
/// machine.
@Suite("Large files between servers") struct StreamingTests {
    struct Pair: Sendable, CustomTestStringConvertible {
        let source: Place
        let destination: Place

        var testDescription: String { "\(source.name) to \(destination.name)" }
    }

    private static let pairs = [
        ("ftp", "dav"), ("dav", "sftp"), ("http", "s3"), ("s3", "ftp"),
    ].map { source, destination in
        Pair(source: place(source), destination: place(destination))
    }
    private static func place(_ name: String) -> Place { Places.all.first { $0.name == name }! }

    /// In bytes: far more than may be in memory or in any file.
    private static let size = 256 << 20
    private static let mostInFiles = 16 << 20
    /// In KiB. The budget for what is under way is 64 MiB.
    private static let mostInMemory = 160 << 10

    /// Prints the most memory that a program and its children had at a time, each by itself, in KiB.
    private static let watch = """
        import resource, subprocess, sys
        limit = int(sys.argv[1])
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
        status = subprocess.run(sys.argv[2:]).returncode
        print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
        sys.exit(status)
        """

    @Test(arguments: pairs) func passThrough(_ pair: Pair) {
        let (source, destination) = (pair.source, pair.destination)
        let scratch = TemporaryDirectory()
        let made = Program("sh").run(
            [
                "-ec", "mkdir tree; head -c \(Self.size) /dev/urandom > tree/large; touch -d 2020-01-01 tree/large",
            ], in: scratch.path)
        #expect(made.status == 0)
        let name = "streamed-\(source.name)-\(destination.name)"
        source.put(scratch.file("tree"), "\(name)-source")
        let environment = ["HOME": "/proc/none", "NETRC": "/proc/none", "TMPDIR": scratch.path]
        let words = ["sync"] + source.options + destination.options.filter { !source.options.contains($0) }
        let locations = [source.location("\(name)-source") + "/", destination.location(name)]
        let outcome = Program("python3").run(
            ["-c", Self.watch, "\(Self.mostInFiles)", Program.ferry.path] + words + locations,
            environment: environment.merging(source.environment) { $1 }.merging(destination.environment) { $1 })
        #expect(outcome.status == 0, "\(outcome.errorText)")
        let memory = Int(outcome.outputText.split(separator: "\n").last ?? "") ?? .max
        #expect(memory < Self.mostInMemory, "\(memory)")
        let there = destination.content(name, scratch.file("there"))
        #expect(Program("cmp").run([scratch.file("tree/large"), there + "/large"]).status == 0)
        for location in locations { _ = Place.ferry(["remove", "-r", location], on: [source, destination]) }
    }
}
