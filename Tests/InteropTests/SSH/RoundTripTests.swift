import Harness
import Servers
import Testing

/// How often a run waits for a host, however far it is.
@Suite struct RoundTripTests {
    /// A greeting, what the server can do, what is there, the destination, all directories, and for all files together opening,
    /// writing, making durable and naming; at last the times of directories. An agent opens trees in place of telling limits.
    ///
    /// That is ten; what a busy machine is late with takes one of its own.
    @Test(arguments: [false, true]) func aDeepTreeTakesFew(_ agent: Bool) throws {
        let wire = FarWire()
        let directory = TemporaryDirectory()
        let script = """
            mkdir -p src/a/b/c/d/e/f src/a/g/h
            for i in a a/b/c a/b/c/d/e/f a/g/h; do echo $i > src/$i/file; done
            """
        #expect(Program("sh").run(["-ec", script], in: directory.path).status == 0)
        let outcome = Program.ferry.run([
            "sync", "--rsh=\(wire.remoteShell)", "--agent=\(agent ? Program.ferry.path : "never")", "--no-state",
            "\(directory.path)/src/", "server:\(directory.path)/there",
        ])
        #expect(outcome.status == 0, "\(outcome.errorText)")
        let differences = Program("rsync").run([
            "-ain", "--delete", "--checksum", "\(directory.path)/src/", "\(directory.path)/there/",
        ])
        #expect(differences.outputText == "")
        let trips = wire.roundTrips
        let count = try #require(trips)
        // Where names may be symlinks that somebody else made, each level of directories waits for the one above.
        #expect(count <= (agent ? 12 : 22))
    }

    /// A greeting; what the server can do, or the opening of trees, together with all that is asked first; and what the walk asks
    /// for, which over SFTP is one more. What a busy machine is late with takes a round trip of its own, now and then.
    @Test(arguments: [false, true]) func whatIsAskedFirstTakesNone(_ agent: Bool) throws {
        let directory = TemporaryDirectory()
        directory.write([1], "file")
        let most = agent ? 3 : 4
        var fewest = Int.max
        for _ in 0..<5 where fewest > most {
            let wire = FarWire()
            let outcome = Program.ferry.run([
                "sync", "--dry-run", "--rsh=\(wire.remoteShell)", "--agent=\(agent ? Program.ferry.path : "never")",
                "\(directory.path)/", "server:\(directory.path)/new",
            ])
            #expect(outcome.status == 0, "\(outcome.errorText)")
            let trips = wire.roundTrips
            fewest = min(fewest, try #require(trips))
        }
        #expect(fewest <= most)
    }
}
