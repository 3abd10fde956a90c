internal import FerryCore

/// Makes durable what is still there.
struct RetryingDurability: DurabilityRole {
    let base: any DurabilityRole
    let policy: RetryPolicy

    func synchronize(_ files: [any StagedFile]) throws(EndpointError) {
        try policy.makeDurable(unless: { files.contains { $0.isLost } }) { () throws(EndpointError) in
            try base.synchronize(files)
        }
    }

    func synchronize(directories: [RelativePath]) throws(EndpointError) {
        try policy.run { (_) throws(EndpointError) in try base.synchronize(directories: directories) }
    }
}

extension RetryPolicy {
    /// Makes content durable. What a disk refuses is not asked for again: a system tells once that bytes were lost, and says
    /// yes the next time (fsync(2): a failed write back is reported once).
    func makeDurable(
        unless isOver: () -> Bool, _ body: () throws(EndpointError) -> Void
    ) throws(EndpointError) {
        var refusal: EndpointError?
        try run(unless: isOver) { (_) throws(EndpointError) in
            do throws(EndpointError) {
                try body()
            } catch  where error.code == .serverFailure {
                refusal = error
            }
        }
        if let refusal { throw refusal }
    }
}
