/// The text that a pattern is compared with: a prefix, the path (or its end) and perhaps a slash, without joining them.
struct FilterSubject {
    let prefix: UnsafeBufferPointer<UInt8>
    let path: UnsafeBufferPointer<UInt8>
    let count: Int

    init(prefix: UnsafeBufferPointer<UInt8>, path: UnsafeBufferPointer<UInt8>, endsInSlash: Bool) {
        self.prefix = prefix
        self.path = path
        count = prefix.count + path.count + (endsInSlash ? 1 : 0)
    }

    init(_ name: UnsafeBufferPointer<UInt8>) {
        self.init(prefix: UnsafeBufferPointer(start: nil, count: 0), path: name, endsInSlash: false)
    }

    subscript(index: Int) -> UInt8 {
        if index < prefix.count { return prefix[index] }
        let index = index - prefix.count
        return index < path.count ? path[index] : RelativePath.separator
    }

    /// Whether the bytes from `start` to the end are these.
    func equals(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Bool {
        guard count - start == bytes.count else { return false }
        for index in bytes.indices where self[start + index] != bytes[index] { return false }
        return true
    }

    /// Where the last `components` components start; nil when there are fewer.
    func start(ofLast components: Int) -> Int? {
        var remaining = components
        var index = count
        while index > 0 {
            if self[index - 1] == RelativePath.separator {
                remaining -= 1
                if remaining == 0 { return index }
            }
            index -= 1
        }
        return remaining == 1 ? 0 : nil
    }
}
