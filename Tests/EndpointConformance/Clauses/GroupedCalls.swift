import FerryCore
import FerryEndpoints
import Testing

/// Calls about several entries: each result is at the place of what was asked, whatever became of the others.
let groupedCallClauses: [Clause] = [
    Clause("directories are made together; one that is there, or lies nowhere, is an error of its own") { subject in
        guard subject.hasRealDirectories, let calls = subject.endpoint.groupedCalls else { return }
        try subject.makeDirectory("there")
        let orders = ["a", "there", "nowhere/b", "c"].map {
            DirectoryOrder(path: subject.path($0), metadata: Metadata(permissions: 0o750))
        }
        #expect(codes(calls.createDirectories(orders)) == [nil, .alreadyExists, .notFound, nil])
        #expect(try subject.names() == ["a/", "c/", "there/"])
        #expect(try subject.found("c").permissions.map { $0 & 0o777 == 0o750 } != false)
    },
    Clause("metadata is set together; what is absent is an error of its own") { subject in
        guard subject.hasRealDirectories, let calls = subject.endpoint.groupedCalls else { return }
        for name in ["a", "b", "d/c"] { try subject.put(name) }
        let time = Timestamp(seconds: 1_000_000_000)
        let kinds: [(String, EntryKind)] = [("a", .file), ("nothing", .file), ("d/c", .file), ("d", .directory)]
        let changes = kinds.map {
            MetadataChange(path: subject.path($0), kind: $1, metadata: Metadata(modified: time))
        }
        #expect(codes(calls.apply(changes)) == [nil, .notFound, nil, nil])
        if subject.setsDirectoryTimes { #expect(try subject.found("d").modified == time) }
        for name in ["a", "d/c"] { #expect(try subject.found(name).modified == time, "\(name)") }
        #expect(try subject.found("b").modified != time)
    },
    Clause("metadata of a symlink's target is not set in its place") { subject in
        guard let calls = subject.endpoint.groupedCalls, let links = subject.endpoint.links else { return }
        try subject.put("target")
        _ = try links.createSymlink(at: subject.path("link"), target: Array("target".utf8), metadata: Metadata())
        let change = MetadataChange(
            path: subject.path("link"), kind: .file, metadata: Metadata(modified: Timestamp(seconds: 1_000_000_000)))
        _ = calls.apply([change])
        #expect(try subject.found("target").modified != Timestamp(seconds: 1_000_000_000))
    },
    Clause("entries are looked at together") { subject in
        guard subject.hasRealDirectories, let calls = subject.endpoint.groupedCalls else { return }
        try subject.put("d/file", "12345")
        if let links = subject.endpoint.links {
            _ = try links.createSymlink(at: subject.path("link"), target: Array("d".utf8), metadata: Metadata())
        }
        let paths = ["d/file", "nothing", "d", "d/file/below", "link"].map(subject.path)
        for (path, found) in zip(paths, calls.entries(at: paths)) {
            let (entry, alone) = (try found.get(), try subject.endpoint.entry(at: path))
            #expect(entry?.kind == alone?.kind && entry?.size == alone?.size, "\(path)")
            #expect(entry?.path == alone?.path && entry?.linkTarget == alone?.linkTarget, "\(path)")
        }
    },
    Clause("directories are removed together; one with content is notEmpty and stays") { subject in
        guard subject.hasRealDirectories, let calls = subject.endpoint.groupedCalls else { return }
        for name in ["a", "c"] { try subject.makeDirectory(name) }
        try subject.put("b/file")
        let removed = calls.removeDirectories(["a", "b", "c"].map(subject.path))
        #expect(codes(removed) == [nil, .notEmpty, nil])
        #expect(try subject.names() == ["b/", "b/file"])
    },
    Clause("an empty group is none") { subject in
        guard subject.hasRealDirectories, let calls = subject.endpoint.groupedCalls else { return }
        #expect(calls.createDirectories([]).isEmpty && calls.apply([]).isEmpty && calls.entries(at: []).isEmpty)
        #expect(calls.removeDirectories([]).isEmpty && calls.removeLeftovers(in: []).isEmpty)
    },
]

private func codes<Value>(_ results: [Result<Value, EndpointError>]) -> [EndpointError.Code?] {
    results.map { if case .failure(let error) = $0 { error.code } else { nil } }
}
