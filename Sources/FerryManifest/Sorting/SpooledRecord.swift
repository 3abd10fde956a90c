internal import FerryCore

/// A record on its way through a sort, with the line that it came from.
struct SpooledRecord {
    var record: Record
    var line: Int

    /// Canonical order; records of one path in the order in which they came.
    func precedes(_ other: SpooledRecord) -> Bool {
        let order = record.canonicalOrder(to: other.record)
        return order != 0 ? order < 0 : line < other.line
    }
}

/// A record as bytes of a temporary file, which the same process reads again.
extension SpooledRecord {
    func append(to bytes: inout [UInt8]) {
        var body: [UInt8] = []
        Self.append(Int64(line), to: &body)
        body.append(record.kind.rawValue)
        body.append(record.isOptional ? 1 : 0)
        Self.append(record.path.bytes, to: &body)
        for value in [record.size, record.modified?.seconds, record.permissions.map(Int64.init), record.lineCount] {
            body.append(value == nil ? 0 : 1)
            Self.append(value ?? 0, to: &body)
        }
        Self.append(Int64(record.modified?.nanoseconds ?? 0), to: &body)
        body.append(record.linkTarget == nil ? 0 : 1)
        Self.append(record.linkTarget ?? [], to: &body)
        for digest in record.digests {
            body.append(UInt8(DigestAlgorithm.allCases.firstIndex(of: digest.algorithm)!))
            body += digest.bytes
        }
        Self.append(body, to: &bytes)
    }

    private static func append(_ value: Int64, to bytes: inout [UInt8]) {
        withUnsafeBytes(of: value.littleEndian) { bytes.append(contentsOf: $0) }
    }

    private static func append(_ value: [UInt8], to bytes: inout [UInt8]) {
        withUnsafeBytes(of: UInt32(value.count).littleEndian) { bytes.append(contentsOf: $0) }
        bytes += value
    }

    /// - Parameter body: What follows the length.
    init(_ body: UnsafeRawBufferPointer) {
        var position = 0
        func number() -> Int64 {
            defer { position += 8 }
            return Int64(littleEndian: body.loadUnaligned(fromByteOffset: position, as: Int64.self))
        }
        func byte() -> UInt8 {
            defer { position += 1 }
            return body[position]
        }
        func optional() -> Int64? {
            let isThere = byte() == 1
            let value = number()
            return isThere ? value : nil
        }
        func text() -> [UInt8] {
            let count = Int(UInt32(littleEndian: body.loadUnaligned(fromByteOffset: position, as: UInt32.self)))
            defer { position += 4 + count }
            return Array(body[(position + 4)..<(position + 4 + count)])
        }
        line = Int(number())
        let kind = EntryKind(rawValue: byte())!
        let isOptional = byte() == 1
        record = Record(path: RelativePath(unchecked: text()), kind: kind)
        record.isOptional = isOptional
        record.size = optional()
        let seconds = optional()
        record.permissions = optional().map { UInt16($0) }
        record.lineCount = optional()
        let nanoseconds = Int32(number())
        record.modified = seconds.map { Timestamp(seconds: $0, nanoseconds: nanoseconds) }
        let hasTarget = byte() == 1
        let target = text()
        record.linkTarget = hasTarget ? target : nil
        while position < body.count {
            let algorithm = DigestAlgorithm.allCases[Int(byte())]
            record.digests.append(
                Digest(algorithm: algorithm, bytes: Array(body[position..<position + algorithm.digestLength]))!)
            position += algorithm.digestLength
        }
    }
}
