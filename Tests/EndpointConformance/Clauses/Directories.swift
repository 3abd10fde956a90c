import FerryCore
import FerryEndpoints
import Testing

let directoryClauses: [Clause] = [
    Clause("a directory is made, with its permissions") { subject in
        guard subject.hasRealDirectories else { return }
        try subject.endpoint.createDirectory(at: subject.path("new"), metadata: Metadata(permissions: 0o700))
        let entry = try subject.found("new")
        #expect(entry.kind == .directory)
        if subject.capabilities.metadataKept.contains(.permissions) { #expect(entry.permissions == 0o700) }
        #expect(try subject.names() == ["new/"])
    },
    Clause("making what exists is alreadyExists") { subject in
        guard subject.hasRealDirectories else { return }
        try subject.put("directory/file")
        for name in ["directory", "directory/file"] where !(subject.repeatsLostCalls && name == "directory") {
            expectError(.alreadyExists, clause: "making '\(name)' again") {
                try subject.endpoint.createDirectory(at: subject.path(name), metadata: Metadata())
            }
        }
        #expect(try subject.names() == ["directory/", "directory/file"])
    },
    Clause("a directory without a parent is notFound") { subject in
        guard subject.hasRealDirectories else { return }
        expectError(.notFound, clause: "a missing parent") {
            try subject.endpoint.createDirectory(at: subject.path("no/parent"), metadata: Metadata())
        }
    },
    Clause("simulated directories are there while something lies below them") { subject in
        guard !subject.hasRealDirectories else { return }
        try subject.endpoint.createDirectory(at: subject.path("empty"), metadata: Metadata())
        #expect(try subject.names().isEmpty)
        try subject.put("a/b/file")
        #expect(try subject.names() == ["a/", "a/b/", "a/b/file"])
        try subject.endpoint.remove(subject.path("a/b/file"), kind: .file)
        try subject.endpoint.remove(subject.path("a/b"), kind: .directory)
        #expect(try subject.names().isEmpty)
        // Some tell that it is gone, others do not; none may make directories for it.
        try? subject.endpoint.remove(subject.path("a/b/file"), kind: .file)
        #expect(try subject.names().isEmpty)
    },
    Clause("simulated directories and files may share a name, the file comes first") { subject in
        guard !subject.hasRealDirectories else { return }
        for name in ["a", "a/b", "a-c"] { try subject.put(name) }
        #expect(try subject.names() == ["a", "a-c", "a/", "a/b"])
    },
]
