import Glibc
import Harness
import Servers
import Testing

/// proftpd whose disk has no room for one of three files, with and without TLS. Wants a superuser.
@Suite struct FTPFullDiskTests {
    @Test(arguments: ["none", "required"], ["1", "4"])
    func whatHasRoomGetsThereAndTheRestIsTold(_ security: String, _ parallel: String) throws {
        guard geteuid() == 0 else { return }
        let server = ProFTPDServer()
        let disk = server.data + "/disk"
        mkdir(disk, 0o755)
        try #require(Program("mount").run(["-t", "tmpfs", "-o", "size=4m,mode=777", "none", disk]).status == 0)
        defer { umount2(disk, Int32(MNT_DETACH)) }
        let source = TemporaryDirectory()
        for name in ["a", "b", "c"] { source.write([UInt8](repeating: 7, count: 1_500_000), name) }
        // Sent last or, where all go at once, first: until the third one is taken back there is no room for anything.
        let small = parallel == "1" ? "z" : "0"
        source.write(Array("small".utf8), small)
        let outcome = Program.ferry.run(
            [
                "sync", "--no-state", "--ftp-tls=\(security)", "--ca-cert=\(server.certificates.authority)",
                "--parallel=\(parallel)",
                source.path + "/", "ftp://u@127.0.0.1:\(server.port)/disk",
            ], environment: ["HOME": "/proc/none", "NETRC": "/proc/none", "FERRY_FTP_PASSWORD": "pw"])
        #expect(outcome.status == 23, "\(outcome.errorText)")
        let lines = outcome.errorText.split(separator: "\n").filter { !$0.contains("warning:") }
        // The server has no other words for it.
        #expect(lines.count == 1 && lines[0].contains("reply 451"), "\(outcome.errorText)")
        let names = Program("ls").run(["-A", disk]).outputText.split(separator: "\n")
        #expect(names.count == 3 && names.contains { $0 == small }, "\(names)")
    }
}
