internal import CZstd

/// How the blocks of a stream are compressed. Each block can be read as soon as it is there, after those before it.
public enum CompressionAlgorithm: String, Sendable, CaseIterable {
    case zstd, zlib

    public var levels: ClosedRange<Int> {
        switch self {
        case .zstd: Int(ZSTD_minCLevel())...Int(ZSTD_maxCLevel())
        case .zlib: 1...9
        }
    }

    /// What is nearly as fast as a fast link, and small enough.
    public var usualLevel: Int {
        switch self {
        case .zstd: 3
        case .zlib: 6
        }
    }

    public func compressor(level: Int) -> any BlockCompressor {
        let level = Int32(min(max(level, levels.lowerBound), levels.upperBound))
        return switch self {
        case .zstd: ZstdCompressor(level: level)
        case .zlib: ZlibCompressor(level: level)
        }
    }

    public func decompressor() -> any BlockDecompressor {
        switch self {
        case .zstd: ZstdDecompressor()
        case .zlib: ZlibDecompressor()
        }
    }
}

/// Compresses one block after another. Used by one thread at a time.
public protocol BlockCompressor: AnyObject {
    /// Appends a block that stands for these bytes.
    func append(_ bytes: UnsafeRawBufferPointer, to output: inout [UInt8])
}

/// Reads blocks in the order in which they were made. Used by one thread at a time.
public protocol BlockDecompressor: AnyObject {
    /// The `count` bytes that a block stands for; no more than that is allocated, whatever the block says.
    func bytes(of block: ArraySlice<UInt8>, count: Int) throws(DamagedBlock) -> [UInt8]
}

/// A block that does not stand for as many bytes as were promised.
public struct DamagedBlock: Error, Hashable {}

extension Array<UInt8> {
    /// An array of exactly `count` bytes. `fill` gets room for one more, so that what is too long shows, and says how many
    /// bytes it made; nil where it could not.
    init(count: Int, filledBy fill: (UnsafeMutableRawBufferPointer) -> Int?) throws(DamagedBlock) {
        var made: Int?
        self.init(unsafeUninitializedCapacity: count + 1) { bytes, initialized in
            made = fill(UnsafeMutableRawBufferPointer(bytes))
            initialized = made == count ? count : 0
        }
        if made != count { throw DamagedBlock() }
    }
}
