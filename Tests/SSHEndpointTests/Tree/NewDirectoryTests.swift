import FerryCore
import Testing

@testable import SSHEndpoint

/// What is asked of a server about a directory that it makes.
@Suite struct NewDirectoryTests {
    private func directory(_ mode: UInt32) -> FileAttributes { FileAttributes(mode: 0o040000 | mode) }

    @Test func whatIsAsItShouldBeIsLeftAlone() {
        let exact = NewDirectory(Metadata(permissions: 0o755), umask: 0o022)
        #expect(exact.firstMode == 0o755)
        #expect(exact.rest(after: directory(0o755)) == nil)
        let usual = NewDirectory(Metadata(), umask: 0o027)
        #expect(usual.firstMode == 0o750)
        #expect(usual.rest(after: directory(0o750)) == nil)
    }

    @Test func whatTheServerTookAwayIsGivenBack() {
        let new = NewDirectory(Metadata(permissions: 0o775), umask: 0o022)
        #expect(new.firstMode == 0o775)
        #expect(new.rest(after: directory(0o755)) == Metadata(permissions: 0o775))
    }

    /// Of a directory that hands it down.
    @Test func theSetGroupBitStaysUnlessPermissionsAreExact() {
        #expect(NewDirectory(Metadata(), umask: 0o022).rest(after: directory(0o2755)) == nil)
        #expect(
            NewDirectory(Metadata(), umask: 0o022).rest(after: directory(0o2700)) == Metadata(permissions: 0o2755))
        let exact = NewDirectory(Metadata(permissions: 0o755), umask: 0o022)
        #expect(exact.rest(after: directory(0o2755)) == Metadata(permissions: 0o755))
        #expect(NewDirectory(Metadata(permissions: 0o2755), umask: 0).firstMode == 0o755)
    }

    @Test func nobodyElseEntersBeforeTheOwnerIsRight() {
        let new = NewDirectory(Metadata(permissions: 0o777, user: 5), umask: 0)
        #expect(new.firstMode == 0o700)
        #expect(new.rest(after: directory(0o777)) == Metadata(permissions: 0o777, user: 5))
    }

    @Test func whatIsNotKnownIsSet() {
        let new = NewDirectory(Metadata(permissions: 0o755), umask: 0o022)
        #expect(new.rest(after: FileAttributes()) == Metadata(permissions: 0o755))
    }

    /// Times are set when all is in it.
    @Test func timesAreNoneOfIt() {
        let metadata = Metadata(modified: Timestamp(seconds: 1), accessed: Timestamp(seconds: 2), permissions: 0o700)
        #expect(NewDirectory(metadata, umask: 0).rest(after: directory(0o755)) == Metadata(permissions: 0o700))
        #expect(NewDirectory(metadata, umask: 0).rest(after: directory(0o700)) == nil)
    }
}
