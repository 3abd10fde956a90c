internal import FerryCore
internal import FerryEndpoints
internal import Glibc

/// The content of a file, or something else that comes in pieces.
final class AgentReader: ByteReader {
    private let stream: AgentStream
    private let path: RelativePath
    private let location: String
    private var piece: ArraySlice<UInt8> = []
    private var isAtEnd = false

    init(_ stream: AgentStream, of path: RelativePath, at location: String) {
        self.stream = stream
        self.path = path
        self.location = location
    }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws(EndpointError) -> Int {
        var filled = 0
        while filled < buffer.count, try filled == 0 ? fill() : !piece.isEmpty {
            let count = min(piece.count, buffer.count - filled)
            piece.withUnsafeBytes { bytes in
                _ = memcpy(buffer.baseAddress! + filled, bytes.baseAddress!, count)
            }
            piece = piece.dropFirst(count)
            filled += count
        }
        return filled
    }

    /// Waits until it is known whether there is anything to read.
    func waitForStart() throws(EndpointError) {
        _ = try fill()
    }

    /// The agent ends the stream only when what it read was one version, so the end is the proof.
    func verifyUnchanged() throws(EndpointError) {
        while try fill() { piece = [] }
    }

    /// Waits until there are bytes; false at the end.
    private func fill() throws(EndpointError) -> Bool {
        if !piece.isEmpty { return true }
        if isAtEnd { return false }
        do throws(AnswerError) {
            guard let next = try stream.next() else {
                isAtEnd = true
                return false
            }
            piece = next
            return true
        } catch {
            throw error.during(.read, path, at: location)
        }
    }
}
