public import FerryCore

extension ZsyncControl {
    /// The version whose rules the file follows.
    static let version = "0.6.2"

    /// Writes the file as zsyncmake does: headers, an empty line, the blocks' hashes.
    public func write(to sink: any ByteSink) throws(DeltaError) {
        let output = BufferedOutput(sink)
        try output.append(Array(headers.utf8))
        for block in 0..<blockCount {
            let sum = sums[block]
            // Big-endian, a before b.
            let bytes = [sum >> 8, sum, sum >> 24, sum >> 16].map { UInt8(truncatingIfNeeded: $0) }
            try output.append(Array(bytes.suffix(hashLengths.sum)))
            let first = block * hashLengths.checksum
            try output.append(Array(checksums[first..<first + hashLengths.checksum]))
        }
        try output.flush()
    }

    private var headers: String {
        var lines = ["zsync: \(Self.version)"]
        if let filename { lines.append("Filename: \(filename)") }
        if let modified { lines.append("MTime: \(modified)") }
        lines.append("Blocksize: \(blockSize)")
        lines.append("Length: \(length)")
        lines.append("Hash-Lengths: \(hashLengths.run),\(hashLengths.sum),\(hashLengths.checksum)")
        lines += urls.map { "URL: \($0)" }
        lines += compressedURLs.map { "Z-URL: \($0)" }
        if let digest { lines.append("SHA-1: \(digest.hexadecimal)") }
        return lines.joined(separator: "\n") + "\n\n"
    }
}
