import FerryCore
import FerryEndpoints
import Testing

@testable import LocalEndpoint

/// Paths longer than any system call takes, and deeper than descriptors are kept.
@Suite struct DeepTreeTests {
    @Test(arguments: [LocalOptions.Resolution.automatic, .componentwise])
    func aVeryDeepTreeIsWrittenListedAndRead(_ resolution: LocalOptions.Resolution) throws {
        var options = LocalOptions()
        options.resolution = resolution
        let scratch = Scratch(options: options)
        var path = ""
        var expected = [String]()
        for level in 0..<210 {
            path += (path.isEmpty ? "" : "/") + "a directory at level \(level)"
            try scratch.makeDirectory(path)
            expected.append(path + "/")
        }
        #expect(path.utf8.count > 4096)
        try scratch.write("deep", to: path + "/file")
        // Behind the deepest branch, so that the way back needs directories that were closed meanwhile.
        for level in 1...3 { try scratch.write("x", to: expected[level] + "z") }
        expected.append(path + "/file")
        expected += (1...3).reversed().map { expected[$0] + "z" }
        #expect(try scratch.list() == expected)
        #expect(try scratch.read(path + "/file") == "deep")
    }
}
