import FerryCore
import Testing

@Suite struct OwnershipMapTests {
    private static func number(_ name: String) -> UInt32? { ["root": 0, "admin": 50, "nobody": 65534][name] }

    /// The first pair that matches decides.
    @Test(
        arguments: [
            (5, "joe", 65534), (99, nil, 65534), (100, "wayne", 50), (101, "wayland", 7), (102, "other", nil),
            (103, nil, 8),
        ] as [(UInt32, String?, UInt32?)])
    func maps(_ number: UInt32, _ name: String?, _ target: UInt32?) throws {
        let map = try OwnershipMap(parsing: "0-99:nobody,wayne:admin,way*:7,:8", kind: .user, number: Self.number)
        #expect(map.target(of: number, named: name) == target)
    }

    @Test func aStarMatchesTheNameless() throws {
        let map = try OwnershipMap(parsing: "*:5", kind: .group, number: Self.number)
        #expect(map.target(of: 1, named: nil) == 5)
        #expect(map.target(of: 1, named: "x") == 5)
    }

    @Test(arguments: [
        ("root", "'root' lacks a colon"), ("1:2,", "'' lacks a colon"), ("x:", "a user is missing after the colon"),
        ("1-:5", "'1-' is neither a number nor a range of numbers"),
        ("1a:5", "'1a' is neither a number nor a range of numbers"),
        ("9-3:5", "'9-3' is neither a number nor a range of numbers"), ("1:5a", "there is no user '5a'"),
        ("1:\u{1B}[2J", "there is no user '\\#033[2J'"),
    ])
    func refuses(_ text: String, _ message: String) {
        let error = #expect(throws: ValueError.self) {
            try OwnershipMap(parsing: text, kind: .user, number: Self.number)
        }
        #expect(error?.description == message)
    }

    @Test func everyone() throws {
        let map = try OwnershipMap(everyoneTo: "admin", kind: .user, number: Self.number)
        #expect(map.target(of: 7, named: "x") == 50)
        #expect(throws: ValueError("there is no group 'x:y'")) {
            try OwnershipMap(everyoneTo: "x:y", kind: .group, number: Self.number)
        }
    }

    @Test(
        arguments: [
            ("a:b", "a", "b"), ("a", "a", nil), ("a:", "a", nil), (":b", nil, "b"), (":", nil, nil),
            ("a:b:c", "a", "b:c"),
        ]
            as [(String, String?, String?)])
    func pairs(_ text: String, _ user: String?, _ group: String?) {
        let pair = OwnerPair(parsing: text)
        #expect(pair.user == user && pair.group == group)
    }
}
