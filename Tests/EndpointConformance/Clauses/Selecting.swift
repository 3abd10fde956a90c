import FerryCore
import FerryEndpoints
import Synchronization
import Testing

let selectionClauses: [Clause] = [
    Clause("a selection leaves out files, and directories with all that is in them") { subject in
        for name in ["a/b", "no/c/d", "no-file", "z/no", "z/yes"] { try subject.put(name) }
        let selection = Named(refused: ["no", "no-file"])
        #expect(try subject.names(ListingRequest(selection: selection)) == ["a/", "a/b", "z/", "z/yes"])
    },
    Clause("a directory that was left out is never entered") { subject in
        for name in ["a/b/c", "no/c/d"] { try subject.put(name) }
        let log = Log()
        _ = try subject.names(ListingRequest(selection: Logging(log: log)))
        #expect(Set(log.entered) == ["", "a", "a/b"])
    },
    Clause("a selection is asked to enter each directory, parents before children") { subject in
        for name in ["a/b/c", "d/e"] { try subject.put(name) }
        let log = Log()
        _ = try subject.names(ListingRequest(selection: Logging(log: log)))
        let entered = log.entered
        #expect(entered.first == "" && Set(entered) == ["", "a", "a/b", "d"])
        #expect(entered.firstIndex(of: "a")! < entered.firstIndex(of: "a/b")!)
    },
    Clause("the selection that rules inside a directory is the one that entering it returned") { subject in
        for name in ["a/x", "b/x", "x"] { try subject.put(name) }
        let selection = PerDirectory(directory: .root)
        #expect(try subject.names(ListingRequest(selection: selection)) == ["a/", "b/", "b/x", "x"])
    },
    Clause("a screen sees selected files as a look finds them; what it leaves out may be missing, and nothing else") {
        subject in
        for name in ["a/b/x", "a/y", "no", "x", "y"] { try subject.put(name) }
        let screen = LeavingOut(name: "x", endpoint: subject.endpoint)
        let request = ListingRequest(selection: Named(refused: ["no"]), screen: screen)
        let names = try subject.names(request)
        #expect(names.filter { !["a/b/x", "x"].contains($0) } == ["a/", "a/b/", "a/y", "y"])
        #expect(screen.isDeceived.withLock { $0 } == false)
    },
    Clause("a selection that cannot enter a directory makes it a failure in its place") { subject in
        for name in ["a", "b/c", "d"] { try subject.put(name) }
        let items = try subject.names(ListingRequest(selection: Refusing()))
        #expect(items.filter { $0 != "b/" } == ["a", "b!", "d"])
    },
]

/// Leaves out what bears one of these names.
private struct Named: Selection {
    let refused: Set<String>

    func includes(_ path: RelativePath, isDirectory: Bool) -> Bool {
        !refused.contains(String(decoding: path.name, as: UTF8.self))
    }

    func entering(_ directory: RelativePath) -> any Selection { self }
}

/// Leaves out files of one name, and notes when it was told of one that is not so.
private final class LeavingOut: ListingScreen {
    let name: String
    let endpoint: any Endpoint
    let isDeceived = Mutex(false)

    init(name: String, endpoint: any Endpoint) {
        self.name = name
        self.endpoint = endpoint
    }

    func leavesOut(_ files: FileBatch) -> [Bool] {
        (0..<files.count).map { index in
            let found = try? endpoint.entry(at: files.directory.appending(name: files.names[index]))
            if found?.kind != .file || found != files.entry(index) || files.names[index].elementsEqual("no".utf8) {
                isDeceived.withLock { $0 = true }
            }
            return files.names[index].elementsEqual(name.utf8)
        }
    }
}

private final class Log: Sendable {
    private let paths = Mutex<[String]>([])

    var entered: [String] { paths.withLock { $0 } }

    func add(_ path: RelativePath) {
        paths.withLock { $0.append("\(path)") }
    }
}

/// Leaves out `no` and remembers what was entered.
private struct Logging: Selection {
    let log: Log

    func includes(_ path: RelativePath, isDirectory: Bool) -> Bool { !path.name.elementsEqual("no".utf8) }

    func entering(_ directory: RelativePath) -> any Selection {
        log.add(directory)
        return self
    }
}

/// Leaves everything out inside `a`.
private struct PerDirectory: Selection {
    let directory: RelativePath

    func includes(_ path: RelativePath, isDirectory: Bool) -> Bool { !directory.name.elementsEqual("a".utf8) }

    func entering(_ directory: RelativePath) -> any Selection { PerDirectory(directory: directory) }
}

/// Fails to enter `b`.
private struct Refusing: Selection {
    func includes(_ path: RelativePath, isDirectory: Bool) -> Bool { true }

    func entering(_ directory: RelativePath) throws(EndpointError) -> any Selection {
        if directory.name.elementsEqual("b".utf8) {
            throw EndpointError(.permissionDenied, .read, path: directory, location: "test")
        }
        return self
    }
}
