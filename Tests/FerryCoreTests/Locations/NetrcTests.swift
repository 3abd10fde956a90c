import Testing

@testable import FerryCore

@Suite struct NetrcTests {
    private static let netrc = Netrc(
        Array(
            """
            # comment machine a login x password y
            machine a.example login anna password secret
            machine b.example
              login "bob" password "with \\" quote"
            macdef init
            machine c.example login no password no

            machine a.example login carl account z password other
            default login anonymous password guest
            """.utf8))

    @Test(
        arguments: [
            ("a.example", nil, "anna", "secret"), ("A.Example", "carl", "carl", "other"),
            ("b.example", nil, "bob", "with \" quote"), ("c.example", nil, "anonymous", "guest"),
            ("d.example", "anonymous", "anonymous", "guest"),
        ] as [(String, String?, String, String)])
    func findsALogin(_ host: String, _ user: String?, _ expected: String, _ password: String) {
        #expect(Self.netrc.login(for: host, user: user) == Login(user: expected, password: password))
    }

    @Test func findsNoneForAnotherUser() {
        #expect(Self.netrc.login(for: "a.example", user: "dora") == nil)
        #expect(Netrc([]).login(for: "a.example", user: nil) == nil)
        #expect(Netrc(Array("machine a login b".utf8)).login(for: "a", user: nil) == nil)
    }

    /// An entry without a name holds for whoever is named in the address.
    @Test func lendsAPasswordToAnyUser() {
        let netrc = Netrc(Array("machine a password p".utf8))
        #expect(netrc.login(for: "a", user: "u") == Login(user: "u", password: "p"))
        #expect(netrc.login(for: "a", user: nil) == nil)
    }
}
