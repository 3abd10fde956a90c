internal import FerryCore

/// Merges what comes in small steps and passes it on, and counts it.
struct InstructionMerger {
    private let sink: any InstructionSink
    private let makesHoles: Bool
    /// A copy or a hole that the next step may continue.
    private var pending: Instruction?
    private(set) var summary = DeltaSummary()

    /// Zeros in literals become holes from this length on, aligned in the file to it: the block of common file systems.
    private static let holeUnit = 4096

    init(_ sink: any InstructionSink, makesHoles: Bool) {
        self.sink = sink
        self.makesHoles = makesHoles
    }

    /// The end of what was written so far.
    var position: Int { Int(summary.newSize) }

    mutating func copy(oldOffset: Int, length: Int) throws(DeltaError) {
        try append(.old(offset: Int64(oldOffset)), length: length)
    }

    mutating func hole(length: Int) throws(DeltaError) {
        try append(.hole, length: length)
    }

    mutating func literal(_ bytes: UnsafeRawBufferPointer) throws(DeltaError) {
        if !makesHoles { return try literalAsIs(bytes) }
        var rest = bytes
        while let zeros = ZeroRuns.first(in: rest, fileOffset: position, unit: Self.holeUnit) {
            try literalAsIs(UnsafeRawBufferPointer(rebasing: rest[..<zeros.lowerBound]))
            try hole(length: zeros.count)
            rest = UnsafeRawBufferPointer(rebasing: rest[zeros.upperBound...])
        }
        try literalAsIs(rest)
    }

    /// Passes on what is still pending.
    mutating func finish() throws(DeltaError) { try flush() }

    private mutating func append(_ origin: Instruction.Origin, length: Int) throws(DeltaError) {
        let step = Instruction(target: advance(by: length), origin: origin)
        count(step)
        if let joined = pending?.joined(with: step) {
            pending = joined
        } else {
            try flush()
            pending = step
        }
    }

    private mutating func literalAsIs(_ bytes: UnsafeRawBufferPointer) throws(DeltaError) {
        if bytes.isEmpty { return }
        try flush()
        let step = Instruction(target: advance(by: bytes.count), origin: .literal)
        count(step)
        try sink.take(step, bytes)
    }

    private mutating func advance(by length: Int) -> ByteRange {
        defer { summary.newSize += Int64(length) }
        return ByteRange(offset: summary.newSize, length: Int64(length))
    }

    private mutating func count(_ step: Instruction) {
        switch step.origin {
        case .old: summary.copied += step.target.length
        case .literal: summary.literal += step.target.length
        case .hole: summary.holes += step.target.length
        }
    }

    private mutating func flush() throws(DeltaError) {
        guard let instruction = pending else { return }
        pending = nil
        try sink.take(instruction, UnsafeRawBufferPointer(start: nil, count: 0))
    }
}

/// How a new file is made up, in bytes.
public struct DeltaSummary: Hashable, Sendable {
    public var newSize: Int64 = 0
    public var copied: Int64 = 0
    public var literal: Int64 = 0
    public var holes: Int64 = 0

    public init() {}
}
