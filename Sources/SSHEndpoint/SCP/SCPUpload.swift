internal import FerryCore
internal import FerryEndpoints

/// The content of a file on its way to `scp -t`, which has to be told the length first: as it comes where that is known, else
/// from a spool. Small content goes when it is complete.
struct SCPUpload: ~Copyable {
    private let endpoint: SCPEndpoint
    /// Another one for each connection: at the end of a broken one, somebody may be writing or removing there still.
    private(set) var temporary: RelativePath
    /// The name that the file is to get.
    private let name: [UInt8]
    /// Nil where it is not known.
    private let size: Int64?
    private var waiting: [UInt8]? = []
    private var spool: LocalSpool?
    private var transfer: SCPTransfer?
    /// How often the other side has still to agree: to begin, to the file, to its content, and to leaving.
    private var owed = 4
    private(set) var written: Int64 = 0
    private(set) var isComplete = false
    /// Whether anything may be there by now.
    private(set) var isThere = false
    /// Why the other side did not take what cannot be sent again.
    private var refusal: SCPError?

    private static let longestWaiting = 1 << 20

    /// - Parameter directory: Of `endpoint`; the file gets a staged name in it.
    init(of name: [UInt8], in directory: RelativePath, size: Int64?, on endpoint: SCPEndpoint) {
        (self.endpoint, self.name, self.size) = (endpoint, name, size)
        temporary = directory.appending(name: StagedName.make(for: name))
    }

    /// What is kept here can be sent again.
    private var isKept: Bool { waiting != nil || spool != nil }

    private var isBroken: Bool { transfer?.dialogue.shell.failure != nil }

    /// Whether what was sent is lost with its connection.
    var isLost: Bool { !isKept && isBroken }

    /// A file that is complete keeps no shell from those that are staged with it: there may be a single one.
    mutating func write(_ bytes: UnsafeRawBufferPointer) throws(SCPError) {
        if bytes.isEmpty { return }
        if isComplete { throw .refused(.corrupted, "more bytes came than were announced") }
        if let kept = waiting?.count, kept + bytes.count > Self.longestWaiting { try passOn() }
        if waiting == nil { try pass(bytes) } else { waiting?.append(contentsOf: bytes) }
        written += Int64(bytes.count)
        if waiting == nil, written == size { try finish() }
    }

    /// From now on content goes where it belongs as it comes. Where there is no connection to begin with, nothing has changed.
    private mutating func passOn() throws(SCPError) {
        if let size { try beginStream(size) } else { spool = try LocalSpool() }
        guard let waiting else { return }
        self.waiting = nil
        try waiting.withBytes { (bytes) throws(SCPError) in try pass(bytes) }
    }

    /// Sends what is left, and waits for the other side's word.
    mutating func finish() throws(SCPError) {
        if isComplete { return }
        if let refusal { throw refusal }
        if transfer == nil || isKept && isBroken { try sendKept() }
        guard let transfer else { return }
        guard size == nil || size == written || waiting != nil else {
            throw .refused(.corrupted, "\(written) bytes were written instead of \(size ?? 0)")
        }
        do throws(SCPError) {
            try leave(transfer, after: SCPMessage.agreement)
            try settle(owing: 0, transfer)
            try transfer.finish()
        } catch {
            if case .refused = error { wasRefused(error, transfer) }
            throw error
        }
        self.transfer = nil
        isComplete = true
    }

    mutating func abandon() {
        transfer?.abandon()
        transfer = nil
    }

    /// Gives up, and removes what is there.
    mutating func discard() {
        let failure = transfer?.dialogue.shell.failure
        abandon()
        guard isThere else { return }
        isThere = false
        let word = endpoint.word(temporary)
        if failure?.isLoss == true { endpoint.host.sweepLater(word) }
        // A host that was silent may be so for as long again.
        if failure?.code != .timedOut { endpoint.host.sweep(word) }
    }

    /// The file is there once the other side has agreed to it: whoever gives up finds something to remove.
    private mutating func beginStream(_ size: Int64) throws(SCPError) {
        do throws(SCPError) {
            let transfer = try begin(size, removed: false)
            try settle(owing: 2, transfer)
        } catch {
            if case .lost = error { throw error }
            waiting = nil
            if let transfer {
                try? leave(transfer, after: [])
                wasRefused(error, transfer)
            }
            refusal = error
            throw error
        }
    }

    private func leave(_ transfer: SCPTransfer, after message: [UInt8]) throws(SCPError) {
        let end = SCPMessage.leave + RemoteCommands.endOfInput(mark: transfer.dialogue.shell.mark)
        try SCPError.naming { () throws(ConnectionFailure) in try transfer.dialogue.send(message + end) }
    }

    /// The shell is of use again where scp there knew what was content and what was not.
    private mutating func wasRefused(_ error: SCPError, _ transfer: SCPTransfer) {
        let isOver = (owed <= 2 || !isKept) && transfer.outlast()
        if !isOver { transfer.abandon() }
        self.transfer = nil
        if isKept { isThere = !isOver } else { refusal = error }
    }

    private mutating func settle(owing rest: Int, _ transfer: SCPTransfer) throws(SCPError) {
        while owed > rest {
            try SCPMessage.expectAgreement(transfer.dialogue)
            owed -= 1
        }
    }

    private mutating func sendKept() throws(SCPError) {
        let transfer = try begin(written, removed: true)
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

    /// - Parameter removed: Whether it is removed there at once where it does not arrive, since it can be sent again; of all else
    ///   a part may be wanted.
    private mutating func begin(_ size: Int64, removed: Bool) throws(SCPError) -> SCPTransfer {
        if isThere, isBroken {
            transfer = nil
            endpoint.host.sweepLater(endpoint.word(temporary))
            temporary = temporary.renamed(to: StagedName.make(for: name))
            isThere = false
        }
        let words = [endpoint.rootWord, temporary.bytes, endpoint.word(temporary), Array((removed ? "1" : "").utf8)]
        let transfer = try SCPTransfer("take", words, on: endpoint.host)
        (self.transfer, owed, isThere) = (transfer, 4, true)
        try SCPError.naming { () throws(ConnectionFailure) in try transfer.dialogue.send(SCPMessage.file(size: size)) }
        return transfer
    }

    private static func send(_ bytes: UnsafeRawBufferPointer, _ transfer: SCPTransfer) throws(SCPError) {
        try SCPError.naming { () throws(ConnectionFailure) in try transfer.dialogue.send(bytes) }
    }
}
