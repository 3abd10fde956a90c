import Testing

@testable import SSHEndpoint

@Suite struct RemoteShellTests {
    @Test(arguments: [
        ("ssh", ["ssh"]), ("ssh -p 2222  -x", ["ssh", "-p", "2222", "-x"]),
        ("ssh -o 'ProxyCommand=nc %h %p'", ["ssh", "-o", "ProxyCommand=nc %h %p"]),
        ("ssh -o\"A=b c\"", ["ssh", "-oA=b c"]), ("a 'it''s'", ["a", "it's"]), ("a ''", ["a", ""]),
    ])
    func dividesWords(_ command: String, _ words: [String]) {
        #expect(RemoteShell.words(of: command) == words)
    }

    @Test(arguments: ["", "  ", "ssh 'open", "\""])
    func refusesWhatIsNone(_ command: String) {
        #expect(RemoteShell.words(of: command) == nil)
    }
}
