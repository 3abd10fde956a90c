internal import FerryEndpoints
internal import Synchronization

/// An answer in pieces, sent as fast as the client gives credit. Everything but `cancel` happens on its strand.
final class ServedStream: @unchecked Sendable {
    /// What may be on its way before the client has taken anything.
    static let initialCredit = 1 << 20
    /// The most a client may have asked for in advance.
    static let mostCredit = 64 << 20

    let strand = Strand()
    let number: UInt32
    private let answers: Answers
    private let isCancelled = Atomic(false)
    private var source: (any PieceSource)?
    private var whenOver: () -> Void = {}
    private var credit = 0

    init(number: UInt32, answers: Answers) {
        self.number = number
        self.answers = answers
    }

    func cancel() {
        isCancelled.store(true, ordering: .relaxed)
    }

    /// Starts sending, on the credit that every stream begins with.
    func begin(_ source: any PieceSource, whenOver: @escaping () -> Void) {
        self.source = source
        self.whenOver = whenOver
        give(Self.initialCredit)
    }

    /// Sends pieces until the credit is used up or the source is. Neither waits for the client.
    func give(_ bytes: Int) {
        credit = min(credit + bytes, Self.mostCredit)
        do throws(EndpointError) {
            while let source, credit > 0 || isCancelled.load(ordering: .relaxed) {
                if isCancelled.load(ordering: .relaxed) {
                    end()
                } else {
                    let sent = try source.next {
                        answers.piece($0, of: number, isCompressible: source.isCompressible)
                    }
                    credit -= sent ?? 0
                    if sent == nil {
                        answers.result([], of: number)
                        end()
                    }
                }
            }
        } catch {
            answers.failure(error, of: number)
            end()
        }
    }

    private func end() {
        source?.end()
        source = nil
        whenOver()
    }
}

/// Where the pieces come from. Used by one thread at a time, though not always by the same.
protocol PieceSource: AnyObject, Sendable {
    /// Whether compressing it may gain something, as far as is known.
    var isCompressible: Bool { get }

    /// Hands over the next piece, and returns its length; nil at the end, which is reached only when all was well.
    func next(_ send: (UnsafeRawBufferPointer) -> Void) throws(EndpointError) -> Int?

    /// Nothing more is wanted.
    func end()
}

extension PieceSource {
    var isCompressible: Bool { true }
}

/// The content of a file.
final class ContentPieces: PieceSource, @unchecked Sendable {
    let isCompressible: Bool
    private let reader: any ByteReader
    private let buffer: UnsafeMutableRawBufferPointer

    /// `size`: how much there is, if that is known; what is small needs no large buffer.
    init(_ reader: any ByteReader, size: Int64?, isCompressible: Bool = true) {
        self.reader = reader
        self.isCompressible = isCompressible
        let expected = Int(clamping: max(size ?? .max, 4095)) &+ 1
        buffer = .allocate(byteCount: min(Frame.mostContent, expected < 0 ? .max : expected), alignment: 64)
    }

    deinit { buffer.deallocate() }

    func next(_ send: (UnsafeRawBufferPointer) -> Void) throws(EndpointError) -> Int? {
        let count = try reader.read(into: buffer)
        if count == 0 {
            try reader.verifyUnchanged()
            return nil
        }
        send(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
        return count
    }

    func end() {}
}

/// The batches of a listing.
final class ListingPieces: PieceSource, @unchecked Sendable {
    private let listing: any Listing
    private var items: ArraySlice<ListedItem> = []

    /// A batch is sent when it has grown to this, or the listing pauses.
    private static let batchLength = 64 * 1024

    init(_ listing: any Listing) {
        self.listing = listing
    }

    func next(_ send: (UnsafeRawBufferPointer) -> Void) throws(EndpointError) -> Int? {
        if items.isEmpty {
            guard let next = try listing.next() else { return nil }
            items = next[...]
        }
        var batch = ListingBatch()
        while batch.count < Self.batchLength, let item = items.popFirst() { batch.append(item) }
        batch.bytes.withUnsafeBytes(send)
        return batch.count
    }

    func end() { listing.cancel() }
}
