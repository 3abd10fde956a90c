import FerryCore
import FerryEndpoints
import Glibc
import Testing

@testable import LocalEndpoint

@Suite struct ListingTests {
    @Test func isInCanonicalOrder() throws {
        let scratch = Scratch()
        for name in ["a-b", "a", "ab", "zz"] { try scratch.write("x", to: name) }
        for name in ["b", "b/a", "a.d"] { try scratch.makeDirectory(name) }
        try scratch.write("x", to: "b/a/f")
        try scratch.write("x", to: "b/a.f")
        #expect(
            try scratch.list() == ["a", "a-b", "a.d/", "ab", "b/", "b/a.f", "b/a/", "b/a/f", "zz"])
    }

    @Test func showsSymlinksAndTheirTargets() throws {
        let scratch = Scratch()
        symlink("nowhere", scratch.root + "/link")
        let listing = try scratch.endpoint.list(ListingRequest())
        guard case .entry(let entry)? = try listing.next()?.first else {
            throw EndpointError(.notFound, .list, path: nil, location: "")
        }
        #expect(entry.kind == .symlink)
        #expect(entry.linkTarget == Array("nowhere".utf8))
    }

    @Test func absentDirectoryIsNotFound() throws {
        let scratch = Scratch()
        #expect(code { _ = try scratch.list(ListingRequest(directory: relative("absent"))) } == .notFound)
    }
}
