internal import FerryCore

/// The rules by which an object store composes a file from parts (Amazon S3: "Multipart upload limits").
struct PartRules {
    let minimum: Int64
    let maximum: Int64
    let count: Int

    /// Why copies and the literal runs between them do not make a file of this length; nil when they do. A file without
    /// copies is uploaded as it is.
    func violation(copies: [ByteRange], length: Int64) -> String? {
        if copies.isEmpty { return nil }
        var parts = 0
        var position: Int64 = 0
        for copy in copies.sorted(by: { $0.offset < $1.offset }) {
            if copy.offset < position { return "parts overlap" }
            if let reason = literal(copy.offset - position, isLast: false, &parts) { return reason }
            if copy.length > maximum { return "a copied part of \(copy.length) bytes is larger than \(maximum)" }
            if copy.length < minimum, copy.end < length {
                return "a copied part of \(copy.length) bytes is smaller than \(minimum)"
            }
            parts += 1
            position = copy.end
        }
        if let reason = literal(length - position, isLast: true, &parts) { return reason }
        return parts > count ? "\(parts) parts are more than \(count)" : nil
    }

    /// A run of literal bytes, cut into as few parts as possible.
    private func literal(_ length: Int64, isLast: Bool, _ parts: inout Int) -> String? {
        if length == 0 { return nil }
        if length < minimum, !isLast { return "a part of \(length) bytes is smaller than \(minimum)" }
        parts += Int((length + maximum - 1) / maximum)
        return nil
    }
}
