internal import FerryCore
internal import FerryEndpoints

/// The content of a file on its way to `scp -t`, which has to be told the length first: as it comes where that is known, else
/// from a spool. Small content goes when it is complete.
struct SCPUpload: ~Copyable {
    private let endpoint: SCPEndpoint
    private let temporary: RelativePath
    /// Nil where it is not known.
    private let size: Int64?
    private var waiting: [UInt8]? = []
    private var spool: LocalSpool?
    private var transfer: SCPTransfer?
    /// How often the other side has still to agree: to begin, to the file, to its content, and to leaving.
    private var owed = 4
    private(set) var written: Int64 = 0
    private(set) var isComplete = false

    private static let longestWaiting = 1 << 20

    init(to temporary: RelativePath, size: Int64?, on endpoint: SCPEndpoint) {
        (self.endpoint, self.temporary, self.size) = (endpoint, temporary, size)
    }

    /// Whether anything may be there by now.
    var hasBegun: Bool { waiting == nil || isComplete }

    /// Whether what was sent is lost with its connection. What is kept here can be sent again.
    var isLost: Bool { waiting == nil && spool == nil && transfer?.dialogue.shell.failure != nil }

    /// A file that is complete keeps no shell from those that are staged with it: there may be a single one.
    mutating func write(_ bytes: UnsafeRawBufferPointer) throws(SCPError) {
        if bytes.isEmpty { return }
        if isComplete { throw .refused(.corrupted, "more bytes came than were announced") }
        waiting?.append(contentsOf: bytes)
        if waiting == nil { try pass(bytes) }
        written += Int64(bytes.count)
        if let waiting, waiting.count > Self.longestWaiting {
            self.waiting = nil
            if let size { try beginStream(size) } else { spool = try LocalSpool() }
            try waiting.withBytes { (bytes) throws(SCPError) in try pass(bytes) }
        }
        if waiting == nil, written == size { try finish() }
    }

    /// Sends what is left, and waits for the other side's word.
    mutating func finish() throws(SCPError) {
        if isComplete { return }
        if waiting != nil || spool != nil, transfer?.dialogue.shell.failure != nil {
            transfer = nil
            owed = 4
        }
        if transfer == nil { try sendKept() }
        guard let transfer else { return }
        guard size == nil || size == written || waiting != nil else {
            throw .refused(.corrupted, "\(written) bytes were written instead of \(size ?? 0)")
        }
        try SCPError.naming { () throws(ConnectionFailure) in
            try transfer.dialogue.send(SCPMessage.agreement + SCPMessage.leave)
        }
        try settle(owing: 0, transfer)
        try transfer.finish()
        self.transfer = nil
        isComplete = true
    }

    mutating func abandon() {
        transfer?.abandon()
        transfer = nil
    }

    /// The file is there once the other side has agreed to it: whoever gives up finds something to remove.
    private mutating func beginStream(_ size: Int64) throws(SCPError) {
        let transfer = try begin(size)
        self.transfer = transfer
        try settle(owing: 2, transfer)
    }

    private mutating func settle(owing rest: Int, _ transfer: SCPTransfer) throws(SCPError) {
        while owed > rest {
            try SCPMessage.expectAgreement(transfer.dialogue)
            owed -= 1
        }
    }

    private mutating func sendKept() throws(SCPError) {
        let transfer = try begin(written)
        self.transfer = transfer
        if let waiting {
            try waiting.withBytes { (bytes) throws(SCPError) in try Self.send(bytes, transfer) }
        } else if spool != nil {
            try spool!.forEachPiece { (bytes) throws(SCPError) in try Self.send(bytes, transfer) }
        }
    }

    private mutating func pass(_ bytes: UnsafeRawBufferPointer) throws(SCPError) {
        if let transfer { return try Self.send(bytes, transfer) }
        if spool != nil { try spool!.append(bytes) }
    }

    private func begin(_ size: Int64) throws(SCPError) -> SCPTransfer {
        let words = [endpoint.rootWord, temporary.bytes, endpoint.word(temporary)]
        let transfer = try SCPTransfer("take", words, on: endpoint.host)
        try SCPError.naming { () throws(ConnectionFailure) in try transfer.dialogue.send(SCPMessage.file(size: size)) }
        return transfer
    }

    private static func send(_ bytes: UnsafeRawBufferPointer, _ transfer: SCPTransfer) throws(SCPError) {
        try SCPError.naming { () throws(ConnectionFailure) in try transfer.dialogue.send(bytes) }
    }
}
