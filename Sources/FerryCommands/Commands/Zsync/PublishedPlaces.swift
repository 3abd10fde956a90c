internal import FerryCore
internal import FerryDelta
internal import FerryEndpoints

/// The places where a control file says that its file is, in its order. One that failed is not asked again.
final class PublishedPlaces {
    private let control: ZsyncControl
    private let location: Location
    private let context: CommandContext
    private let bandwidth: TokenBucket?
    private var urls: ArraySlice<String>
    private var opened: PublishedFile?
    /// What is wrong with the last one that was tried.
    private var failure: any Error

    init(_ control: ZsyncControl, at location: Location, _ context: CommandContext, bandwidth: Int64?) {
        self.bandwidth = bandwidth.map {
            TokenBucket(bytesPerSecond: Double($0), counting: .reads, cancellation: context.cancellation)
        }
        self.control = control
        self.location = location
        self.context = context
        urls = control.urls[...]
        failure = UsageError(
            control.compressedURLs.isEmpty
                ? "the control file does not say where its file is"
                : "the control file's file is published in compressed form only, which is not supported",
            status: .notSupported)
    }

    deinit {
        opened?.close()
    }

    /// The first that can be opened and has not failed. Throws what is wrong with the last one where none is left.
    func current() throws -> PublishedFile {
        while true {
            if let opened { return opened }
            guard let url = urls.popFirst() else { throw failure }
            do throws(UsageError) {
                opened = try PublishedFile(
                    url, length: control.length, beside: location, context.registry, bandwidth)
            } catch {
                if context.cancellation.isCancelled { throw Interruption() }
                failure = error
            }
        }
    }

    /// Leaves the present one for the next.
    func giveUp(_ reason: SourceFailure) {
        opened?.close()
        opened = nil
        failure =
            switch reason {
            case .unreadable(let error): error
            case .otherBlock: differs("the checksum of a block")
            case .otherDigest: differs("the SHA-1 of the whole file")
            }
    }

    private func differs(_ what: String) -> UsageError {
        UsageError(
            "what '\(location)' describes is not what is published: \(what) differs", status: .protocolData)
    }
}
