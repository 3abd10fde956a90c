import FerryCore
import FerryEndpoints
import Testing

let specialFileClauses: [Clause] = [
    Clause("FIFOs and sockets are made and listed") { subject in
        guard let specials = subject.endpoint.specialFiles else { return }
        for (name, kind) in [("fifo", EntryKind.fifo), ("socket", .socket)] {
            _ = try specials.createSpecialFile(
                at: subject.path(name), kind: kind, device: nil, metadata: Metadata(permissions: 0o600))
            let entry = try subject.found(name)
            #expect(entry.kind == kind)
            if subject.capabilities.metadataKept.contains(.permissions) { #expect(entry.permissions == 0o600) }
        }
        #expect(try subject.list().compactMap(\.entry?.kind) == [.fifo, .socket])
    },
    Clause("a device keeps its number, unless it is forbidden to make one") { subject in
        guard let specials = subject.endpoint.specialFiles else { return }
        let device = DeviceNumber(major: 1, minor: 3)
        do {
            _ = try specials.createSpecialFile(
                at: subject.path("null"), kind: .characterDevice, device: device, metadata: Metadata())
            let entry = try subject.found("null")
            #expect(entry.kind == .characterDevice && entry.device == device)
        } catch let error as EndpointError where error.code == .permissionDenied {
            #expect(try subject.names().isEmpty)
        }
    },
    Clause("a special file replaces a file, but no directory") { subject in
        guard let specials = subject.endpoint.specialFiles else { return }
        try subject.put("file")
        try subject.put("directory/file")
        _ = try specials.createSpecialFile(at: subject.path("file"), kind: .fifo, device: nil, metadata: Metadata())
        #expect(try subject.found("file").kind == .fifo)
        expectError(.alreadyExists, clause: "a FIFO over a directory") {
            _ = try specials.createSpecialFile(
                at: subject.path("directory"), kind: .fifo, device: nil, metadata: Metadata())
        }
        #expect(try subject.names() == ["directory/", "directory/file", "file"])
    },
    Clause("a FIFO is removed") { subject in
        guard let specials = subject.endpoint.specialFiles else { return }
        _ = try specials.createSpecialFile(at: subject.path("fifo"), kind: .fifo, device: nil, metadata: Metadata())
        try subject.endpoint.remove(subject.path("fifo"), kind: .fifo)
        #expect(try subject.names().isEmpty)
    },
]
