import FerryCore
import FerryEndpoints
import Testing

let renamingClauses: [Clause] = [
    Clause("a file is renamed, replacing another one") { subject in
        guard let renaming = subject.endpoint.renaming else { return }
        try subject.put("old", "content")
        try subject.put("new", "other")
        try renaming.rename(subject.path("old"), to: subject.path("new"), on: nil)
        #expect(try subject.names() == ["new"])
        #expect(try subject.content("new") == "content")
    },
    Clause("a file that is renamed onto another name of itself keeps that name") { subject in
        guard let renaming = subject.endpoint.renaming else { return }
        guard try link(subject, "new", to: "old", "content") else { return }
        try renaming.rename(subject.path("old"), to: subject.path("new"), on: nil)
        #expect(try subject.names().contains("new"))
        #expect(try subject.content("new") == "content")
    },
    Clause("a directory is renamed with all that is in it") { subject in
        guard let renaming = subject.endpoint.renaming, subject.hasRealDirectories else { return }
        try subject.put("old/a/file", "content")
        try subject.makeDirectory("above")
        try renaming.rename(subject.path("old"), to: subject.path("above/new"), on: nil)
        #expect(try subject.names() == ["above/", "above/new/", "above/new/a/", "above/new/a/file"])
        #expect(try subject.content("above/new/a/file") == "content")
    },
    Clause("a file does not replace a directory") { subject in
        guard let renaming = subject.endpoint.renaming, subject.hasRealDirectories else { return }
        try subject.put("file")
        try subject.put("directory/file")
        expectError(.alreadyExists, clause: "renaming onto a directory") {
            try renaming.rename(subject.path("file"), to: subject.path("directory"), on: nil)
        }
        #expect(try subject.names() == ["directory/", "directory/file", "file"])
    },
    Clause("renaming what is absent is notFound") { subject in
        guard let renaming = subject.endpoint.renaming else { return }
        expectError(.notFound, clause: "an absent file") {
            try renaming.rename(subject.path("nothing"), to: subject.path("new"), on: nil)
        }
    },
    Clause("a file moves to a sibling") { subject in
        guard let renaming = subject.endpoint.renaming, subject.hasRealDirectories else { return }
        try subject.put("file", "content")
        try subject.makeDirectory("backup")
        let sibling = try subject.endpoint.sibling(at: "backup")
        try renaming.rename(subject.path("file"), to: subject.path("file~"), on: sibling)
        #expect(try subject.names() == ["backup/", "backup/file~"])
        #expect(try subject.content("backup/file~") == "content")
    },
]
