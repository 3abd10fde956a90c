internal import FerryCore
internal import FerryEndpoints

/// How the body of a response relates to the range of a file that was asked for.
struct RangedResponse: Hashable, Sendable {
    /// Bytes of the body that come before the range: a server that knows no ranges sends the whole file.
    let skipped: Int64

    /// Refuses every response that is not these bytes of this version.
    ///
    /// - Parameter range: Not empty, and within the file.
    init(_ head: ResponseHead, of entry: Entry, range: ByteRange) throws(HTTPFailure) {
        guard head.isSuccess || head.status == 416 else { throw HTTPFailure(head) }
        guard FileState(head).agrees(with: entry) else { throw Self.changed }
        switch head.status {
        case 206:
            if let fault = ContentRange.fault(in: ContentRange(head), asked: range) {
                throw HTTPFailure(.protocolViolation, fault)
            }
            skipped = 0
        case 200: skipped = range.offset
        case 416: throw Self.changed
        default: throw HTTPFailure(.protocolViolation, "the server answers with status \(head.status)")
        }
    }

    static let changed = HTTPFailure(
        .changedDuringTransfer, EndpointError.Code.changedDuringTransfer.reason)
}
