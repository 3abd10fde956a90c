import FerryCore
import FerryEndpoints
import Glibc
import Synchronization
import Testing

@testable import LocalEndpoint

@Suite struct ChangingTreeTests {
    /// Names come and go, and change from file to directory, while they are listed. What stays is always there; the
    /// order always holds; what changed in the wrong moment is a failure, not a wrong entry.
    @Test func whatStaysIsListedWhateverElseHappens() throws {
        let scratch = Scratch()
        let (root, isOver) = (scratch.root, Flag())
        for index in 0..<40 { try scratch.makeDirectory("stays\(index)") }
        let thread = WorkerThread {
            while !isOver.isSet {
                for index in 0..<20 {
                    mkdir(root + "/stays\(index)/x", 0o755)
                    close(open(root + "/stays\(index)/y", O_CREAT | O_WRONLY, 0o644))
                    rename(root + "/stays\(index)/y", root + "/stays\(index)/z")
                    rmdir(root + "/stays\(index)/x")
                    close(open(root + "/stays\(index)/x", O_CREAT | O_WRONLY, 0o644))
                    unlink(root + "/stays\(index)/x")
                    unlink(root + "/stays\(index)/z")
                }
            }
        }
        for _ in 0..<60 { try checkListing(scratch.endpoint) }
        isOver.set()
        thread.join()
    }

    private func checkListing(_ endpoint: LocalEndpoint) throws {
        let listing = try endpoint.list(ListingRequest())
        var last: Entry?
        var staying = 0
        while let items = try listing.next() {
            for case .entry(let entry) in items {
                if let last { #expect(last.canonicalOrder(to: entry) < 0) }
                last = entry
                if entry.path.depth == 1 { staying += 1 }
            }
        }
        #expect(staying == 40)
    }

    @Test func aCancelledListingEndsItsThreads() throws {
        let scratch = Scratch()
        for index in 0..<30 {
            try scratch.makeDirectory("\(index)")
            for file in 0..<30 { try scratch.write("", to: "\(index)/\(file)") }
        }
        for _ in 0..<50 {
            let listing = try scratch.endpoint.list(ListingRequest())
            _ = try listing.next()
            listing.cancel()
            #expect(try listing.next() == nil)
        }
    }
}

final class Flag: Sendable {
    private let value = Atomic<Bool>(false)
    var isSet: Bool { value.load(ordering: .relaxed) }
    func set() { value.store(true, ordering: .relaxed) }
}
