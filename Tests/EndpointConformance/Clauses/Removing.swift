import FerryCore
import FerryEndpoints
import Testing

let removalClauses: [Clause] = [
    Clause("a file is removed") { subject in
        for name in ["a", "b"] { try subject.put(name) }
        try subject.endpoint.remove(subject.path("a"), kind: .file)
        #expect(try subject.names() == ["b"])
    },
    Clause("an empty directory is removed") { subject in
        guard subject.hasRealDirectories else { return }
        try subject.makeDirectory("directory")
        try subject.endpoint.remove(subject.path("directory"), kind: .directory)
        #expect(try subject.entry("directory") == nil)
    },
    Clause("a directory that is not empty is notEmpty and stays") { subject in
        guard subject.hasRealDirectories else { return }
        try subject.put("directory/file")
        expectError(.notEmpty, clause: "removing it") {
            try subject.endpoint.remove(subject.path("directory"), kind: .directory)
        }
        #expect(try subject.names() == ["directory/", "directory/file"])
    },
    Clause("removing what is absent is notFound") { subject in
        if subject.repeatsLostCalls || !subject.capabilities.tellsAbsence { return }
        expectError(.notFound, clause: "an absent file") {
            try subject.endpoint.remove(subject.path("nothing"), kind: .file)
        }
        guard subject.hasRealDirectories else { return }
        expectError(.notFound, clause: "an absent directory") {
            try subject.endpoint.remove(subject.path("nothing"), kind: .directory)
        }
    },
    Clause("a batch is removed; absent names count as removed") { subject in
        guard let batch = subject.endpoint.batchRemoval else { return }
        for name in ["a", "b", "c", "d/e"] { try subject.put(name) }
        #expect(batch.largestBatch > 0)
        let failures = try batch.remove(["a", "c", "d/e", "nothing"].map(subject.path))
        #expect(failures.isEmpty)
        #expect(try subject.names().filter { $0 != "d/" } == ["b"])
    },
]
