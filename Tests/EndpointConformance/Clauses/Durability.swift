import FerryCore
import FerryEndpoints
import Testing

let durabilityClauses: [Clause] = [
    Clause("a file is made durable and committed") { subject in
        let file = try subject.stage("file")
        try file.write("content")
        try file.synchronize()
        _ = try file.commit(metadata: Metadata(), length: 7)
        #expect(try subject.content("file") == "content")
    },
    Clause("a group of files is made durable before it is committed, and its directories after it") { subject in
        guard let durability = subject.endpoint.durability else { return }
        try subject.makeDirectory("directory")
        let files = try (0..<5).map { try subject.stage("directory/\($0)") }
        for file in files { try file.write("content") }
        try durability.synchronize(files)
        for file in files { _ = try file.commit(metadata: Metadata(), length: 7) }
        try durability.synchronize(directories: [.root, subject.path("directory")])
        #expect(try subject.names() == ["directory/"] + (0..<5).map { "directory/\($0)" })
    },
]
