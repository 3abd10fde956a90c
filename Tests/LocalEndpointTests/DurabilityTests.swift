import FerryCore
import FerryEndpoints
import Testing

@testable import LocalEndpoint

@Suite struct DurabilityTests {
    /// One by one below a few, by file system above.
    @Test(arguments: [1, 6]) func groupsOfAnySizeAreSynchronized(_ count: Int) throws {
        let scratch = Scratch()
        var files = [any StagedFile]()
        for index in 0..<count {
            try scratch.makeDirectory("d\(index)")
            let staged = try scratch.endpoint.stage(StageRequest(path: relative("d\(index)/file")))
            try staged.write("x")
            files.append(staged)
        }
        try scratch.endpoint.synchronize(files)
        for file in files { _ = try file.commit(metadata: Metadata(), length: 1) }
        try scratch.endpoint.synchronize(directories: (0..<count).map { relative("d\($0)") } + [relative("absent")])
        #expect(try scratch.list().count == 2 * count)
    }
}
