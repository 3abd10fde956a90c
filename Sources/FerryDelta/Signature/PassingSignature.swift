/// Makes the signature of content that passes once, in order, while it is read for another purpose.
public final class PassingSignature: ContentObserver {
    private let builder: SignatureBuilder
    private var recorder: BlockRecorder
    private var blocks: [BlockRecord] = []
    /// The bytes since the last whole block.
    private let rest: ByteBuffer
    private var restLength = 0

    public init(_ builder: SignatureBuilder) {
        self.builder = builder
        recorder = BlockRecorder(builder, Polynomial(blockSize: builder.blockSize), capacity: 1)
        rest = ByteBuffer(capacity: builder.blockSize)
    }

    public func observe(_ bytes: UnsafeRawBufferPointer) {
        var position = 0
        while position < bytes.count {
            if restLength == 0, bytes.count - position >= builder.blockSize {
                blocks.append(recorder.record(of: bytes.baseAddress! + position))
                position += builder.blockSize
            } else {
                position += fill(from: bytes, at: position)
            }
        }
    }

    /// Takes bytes up to the end of the block that has begun; returns how many.
    private func fill(from bytes: UnsafeRawBufferPointer, at position: Int) -> Int {
        let count = min(builder.blockSize - restLength, bytes.count - position)
        UnsafeMutableRawBufferPointer(rebasing: rest.bytes[restLength..<restLength + count])
            .copyMemory(from: UnsafeRawBufferPointer(rebasing: bytes[position..<position + count]))
        restLength += count
        if restLength == builder.blockSize {
            blocks.append(recorder.record(of: rest.base))
            restLength = 0
        }
        return count
    }

    /// The signature of all that was observed. Blocks whose keys are crowded, as in periodic content, are read again from
    /// `content`; nil where that would be needed and there is none.
    public func signature(rereading content: (any RandomAccessBytes)?) throws(DeltaError) -> Signature? {
        try builder.signature(
            of: blocks, rest: UnsafeRawBufferPointer(rebasing: rest.bytes[..<restLength]),
            rereading: content)
    }
}
