import Testing

@testable import FerryCommands

@Suite struct GeneratedFilesTests {
    /// `make generated` writes them anew.
    @Test(arguments: GeneratedFiles.paths)
    func committedFileIsUpToDate(_ path: String) throws {
        let committed = try #require(TextFile.content(of: Array(repositoryPath(path).utf8)), "\(path) is missing")
        #expect(GeneratedFiles.content(of: path).map { Array($0.utf8) } == committed, "\(path) is stale")
    }

    private func repositoryPath(_ path: String) -> String {
        let parts = #filePath.split(separator: "/").dropLast(4)
        return "/" + parts.joined(separator: "/") + "/" + path
    }

    @Test func otherFilesAreNotGenerated() {
        #expect(GeneratedFiles.content(of: "man/nothing.1") == nil)
        #expect(GeneratedFiles.content(of: "README.md") == nil)
    }
}
