import FerryCore
import FerryEndpoints
import Testing

let concurrencyClauses: [Clause] = [
    Clause("8 threads write distinct files") { subject in
        let failures = onThreads(8) { thread in
            for index in 0..<20 {
                try subject.put(subject.path("directory/\(thread)-\(index)"), pattern(500 + index, seed: thread))
            }
        }
        #expect(failures.isEmpty)
        let files = try subject.list().compactMap(\.entry).filter { $0.kind == .file }
        #expect(files.count == 160)
        for file in files {
            let numbers = String(decoding: file.path.name, as: UTF8.self).split(separator: "-").map { Int($0)! }
            #expect(try subject.bytes(of: file) == pattern(500 + numbers[1], seed: numbers[0]))
        }
    },
    Clause("8 threads write the same name: the last commit wins, whole") { subject in
        let failures = onThreads(8) { thread in
            for _ in 0..<10 {
                try subject.put(subject.path("file"), [UInt8](repeating: UInt8(thread), count: 3000))
            }
        }
        #expect(failures.isEmpty)
        #expect(try subject.names() == ["file"])
        let bytes = try subject.bytes(of: subject.found("file"))
        #expect(bytes.count == 3000 && Set(bytes).count == 1)
    },
    Clause("8 threads make one directory: one succeeds") { subject in
        guard subject.hasRealDirectories else { return }
        let failures = onThreads(8) { _ in
            try subject.endpoint.createDirectory(at: subject.path("directory"), metadata: Metadata())
        }
        let names = try subject.names()
        #expect(failures.count == 7 || subject.repeatsLostCalls && failures.count < 8)
        #expect(names == ["directory/"])
    },
    Clause("a listing goes on while files come and go") { subject in
        for index in 0..<50 { try subject.put("stays-\(index)") }
        let failures = onThreads(2) { thread in
            for index in 0..<20 {
                if thread == 0 {
                    try subject.put("comes-\(index)")
                    try subject.endpoint.remove(subject.path("comes-\(index)"), kind: .file)
                } else if try subject.names().filter({ $0.hasPrefix("stays") }).count != 50 {
                    throw Subject.Missing(name: "a file that was there all the time")
                }
            }
        }
        #expect(failures.isEmpty)
    },
]
