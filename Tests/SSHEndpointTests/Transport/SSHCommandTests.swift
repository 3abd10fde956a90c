import Testing

@testable import SSHEndpoint

@Suite struct SSHCommandTests {
    private func words(_ target: SSHTarget, _ change: (inout SSHOptions) -> Void = { _ in }) -> [String] {
        var options = SSHOptions()
        change(&options)
        return SSHCommand(target, options, starting: .sftp).words
    }

    @Test func asksForTheSubsystem() {
        let words = words(SSHTarget(user: "u", host: "h", port: 22))
        #expect(words.first == "ssh")
        #expect(words.suffix(8) == ["-l", "u", "-p", "22", "-s", "--", "h", "sftp"])
        #expect(words.contains("-oBatchMode=yes"))
    }

    @Test func aHostIsNoOption() {
        #expect(words(SSHTarget(host: "-oProxyCommand=x")).suffix(3) == ["--", "-oProxyCommand=x", "sftp"])
    }

    @Test func theUsersOwnWordsComeFirst() {
        let words = words(SSHTarget(host: "h")) { $0.remoteShell = ["myssh", "-oServerAliveInterval=3"] }
        #expect(words.prefix(2) == ["myssh", "-oServerAliveInterval=3"])
    }

    @Test func optionsBecomeSshsOwn() {
        let words = words(SSHTarget(host: "h")) {
            $0.connectTimeout = 7
            $0.hostKeys = .acceptNew
            $0.interaction = .user
        }
        #expect(words.contains("-oConnectTimeout=7"))
        #expect(words.contains("-oStrictHostKeyChecking=accept-new"))
        #expect(!words.contains("-oBatchMode=yes"))
    }

    @Test func sshCompressesWhatGoesThroughSFTP() {
        #expect(!words(SSHTarget(host: "h")).contains("-oCompression=yes"))
        #expect(words(SSHTarget(host: "h")) { $0.isCompressed = true }.contains("-oCompression=yes"))
        var options = SSHOptions()
        options.isCompressed = true
        let agent = SSHCommand(SSHTarget(host: "h"), options, starting: .command("ferry serve --stdio"))
        #expect(!agent.words.contains("-oCompression=yes"))
    }

    @Test func aPasswordIsInVariablesOnly() {
        var options = SSHOptions()
        options.interaction = .program(["SSH_ASKPASS": "/bin/ferry"])
        let command = SSHCommand(SSHTarget(host: "h"), options, starting: .sftp)
        #expect(command.variables == ["SSH_ASKPASS": "/bin/ferry"])
        #expect(command.words.contains("-oNumberOfPasswordPrompts=1"))
        #expect(command.words.contains("-oStrictHostKeyChecking=yes"))
    }
}
