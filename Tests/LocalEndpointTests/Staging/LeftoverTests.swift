import FerryCore
import FerryEndpoints
import Glibc
import Testing

@testable import LocalEndpoint

@Suite struct LeftoverTests {
    private static let name = ".file.ferry-aB3xyz"

    @Test func aDeadWritersFileIsRemoved() throws {
        let scratch = Scratch()
        close(open(scratch.root + "/" + Self.name, O_CREAT | O_WRONLY, 0o600))
        #expect(try scratch.endpoint.removeLeftovers(in: .root) == 1)
        #expect(access(scratch.root + "/" + Self.name, F_OK) != 0)
        #expect(try scratch.endpoint.removeLeftovers(in: .root) == 0)
    }

    @Test func aLivingWritersFileStays() throws {
        var options = LocalOptions()
        options.stagesNamelessFiles = false
        let scratch = Scratch(options: options)
        let staged = try scratch.endpoint.stage(StageRequest(path: relative("file")))
        try staged.write("x")
        #expect(try scratch.endpoint.removeLeftovers(in: .root) == 0)
        _ = try staged.commit(metadata: Metadata(), length: 1)
        #expect(try scratch.read("file") == "x")
    }

    @Test func aCheckpointedFileIsLockedUntilItIsDropped() throws {
        let scratch = Scratch()
        do {
            let staged = try scratch.endpoint.stage(StageRequest(path: relative("file")))
            _ = try staged.checkpoint()
            #expect(try scratch.endpoint.removeLeftovers(in: .root) == 0)
        }
        #expect(try scratch.endpoint.removeLeftovers(in: .root) == 1)
    }

    @Test func otherFilesStay() throws {
        let scratch = Scratch()
        for name in [".file.ferry-aB3xy", "file.ferry-aB3xyz", ".file.ferry-aB3x z", ".file.Ferry-aB3xyz", ".ferry-"] {
            try scratch.write("x", to: name)
        }
        mkdir(scratch.root + "/" + Self.name, 0o755)
        symlink("x", scratch.root + "/.link.ferry-aB3xyz")
        #expect(try scratch.endpoint.removeLeftovers(in: .root) == 0)
        #expect(try scratch.list().count == 5)
    }

    @Test func anAbsentDirectoryHasNone() throws {
        #expect(try Scratch().endpoint.removeLeftovers(in: relative("absent")) == 0)
    }

    @Test(arguments: [1, 5, 241, 242, 255]) func stagedNamesAreRecognizedAndFit(_ length: Int) {
        let name = [UInt8](repeating: UInt8(ascii: "n"), count: length)
        let staged = StagedName.make(for: name)
        #expect(StagedName.matches(staged))
        #expect(staged.count <= 255)
        #expect(staged != StagedName.make(for: name))
    }
}
