import Glibc
import Harness
import Servers
import Testing

/// A server that may keep few files open, of which many small ones are wanted at a time.
@Suite struct FewOpenFilesTests {
    @Test(arguments: [12, 24, 60]) func nothingIsAskedForThatItCannotHold(_ most: Int) {
        let directory = TemporaryDirectory()
        let server = ServerPackage.openSSH.path("usr/lib/openssh/sftp-server")
        directory.write(Array("#!/bin/sh\nulimit -n \(most)\nexec \(server)\n".utf8), "ssh")
        chmod(directory.file("ssh"), 0o755)
        for place in ["source", "source/sub"] {
            mkdir(directory.file(place), 0o755)
            for number in 0..<150 { directory.write(Array("\(number)".utf8), "\(place)/\(number)") }
        }
        let outcome = Program.ferry.run([
            "sync", "--rsh=\(directory.file("ssh"))", "--agent=never", "server:\(directory.file("source"))/",
            directory.file("there"),
        ])
        #expect(outcome.status == 0 && outcome.errorText == "", "\(outcome.errorText)")
        let differences = Program("diff").run(["-r", directory.file("source"), directory.file("there")])
        #expect(differences.status == 0 && differences.outputText == "", "\(differences.outputText)")
    }
}
