import Glibc
import Harness
import Testing

@Suite struct PermissionTests {
    @Test func unreadableFile() {
        let box = Sandbox()
        box.write("secret", to: box.source + "/closed")
        box.write("open", to: box.source + "/open")
        box.write("gone", to: box.destination + "/extraneous")
        chmod(box.source + "/closed", 0)
        let run = box.sync(as: .none)
        expectOneLine(run, status: 23, containing: ["cannot read 'closed'", "/src", "permission denied"])
        #expect(box.names(in: box.destination) == ["extraneous", "open"])
    }

    @Test(arguments: ["--delete", "--delete-before", "--delete-during", "--delete-delay", "--delete-after"])
    func unreadableDirectoryKeepsDeletionsBack(_ option: String) {
        let box = Sandbox()
        mkdir(box.source + "/closed", 0o755)
        box.write("inside", to: box.source + "/closed/inside")
        box.write("new", to: box.source + "/new")
        mkdir(box.destination + "/closed", 0o755)
        box.write("kept", to: box.destination + "/closed/kept")
        box.write("kept", to: box.destination + "/extraneous")
        chmod(box.source + "/closed", 0)
        let run = box.sync([option], as: .none)
        chmod(box.destination + "/closed", 0o755)
        #expect(run.status == 23)
        let lines = run.errorText.split(separator: "\n")
        #expect(lines.count == 2, "\(run.errorText)")
        #expect(run.errorText.contains("cannot list 'closed' on \(box.source)/: permission denied"))
        #expect(run.errorText.contains("nothing was deleted"))
        #expect(box.names(in: box.destination) == ["closed", "closed/kept", "extraneous", "new"])
    }

    @Test func unwritableDirectory() {
        let box = Sandbox()
        mkdir(box.source + "/sub", 0o555)
        mkdir(box.destination + "/sub", 0o755)
        box.write("old", to: box.destination + "/f")
        chmod(box.destination, 0o555)
        box.write("new", to: box.source + "/f", modified: 2_000_000)
        // Another user's directory cannot be made writable; our own is, for the time of the run.
        chown(box.destination, 12345, 12345)
        let run = box.sync(["--no-times", "--no-perms", "--no-owner", "--no-group"], as: .none)
        guard geteuid() == 0 else { return expectSuccess(run) }
        #expect(run.status == 23)
        #expect(run.errorText.contains("ferry: cannot write 'f' on \(box.destination)/: permission denied\n"))
        #expect(box.read(box.destination + "/f") == "old")
        #expect(box.litter() == [])
    }

    @Test func ownReadOnlyDirectoriesAreBroughtUpToDate() {
        let box = Sandbox()
        for (root, text) in [(box.source, "new"), (box.destination, "old!")] {
            mkdir(root + "/sub", 0o755)
            box.write(text, to: root + "/sub/f")
            chmod(root + "/sub", 0o555)
        }
        expectSuccess(box.sync(as: .none))
        #expect(box.read(box.destination + "/sub/f") == "new")
        var status = stat()
        stat(box.destination + "/sub", &status)
        #expect(status.st_mode & 0o777 == 0o555)
    }
}
