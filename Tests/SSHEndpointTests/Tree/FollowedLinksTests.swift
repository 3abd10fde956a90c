import FerryCore
import Testing

@testable import SSHEndpoint

@Suite struct FollowedLinksTests {
    @Test func whatIsBehindOneIsLedTo() {
        let links = FollowedLinks()
        let path = { (text: String) in RelativePath(unchecked: Array(text.utf8)) }
        #expect(!links.lead(to: path("a/link")))
        links.insert(path("a/link"))
        #expect(links.lead(to: path("a/link")) && links.lead(to: path("a/link/b/c")))
        #expect(!links.lead(to: path("a")) && !links.lead(to: path("a/link2")) && !links.lead(to: .root))
    }
}
