import FerryCore
import FerryEndpoints
import Testing

@Suite struct NameRulesTests {
    @Test func componentsAreLimited() {
        let rules = NameRules(longestName: 5)
        #expect(rules.allows(path("12345/12345")))
        #expect(!rules.allows(path("12345/123456")))
    }

    @Test func pathsAreLimited() {
        let rules = NameRules(longestPath: 5)
        #expect(rules.allows(path("a/b/c")))
        #expect(!rules.allows(path("a/b/cd")))
    }

    @Test func bytesAreForbidden() {
        let rules = NameRules(mustBeUTF8: true, forbiddenBytes: [UInt8(ascii: ":")])
        #expect(rules.allows(path("a/\u{E9}")))
        #expect(!rules.allows(path("a/b:")))
        #expect(!rules.allows(RelativePath(unchecked: [0xFF])))
    }
}
