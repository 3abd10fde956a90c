public import FerryCore

/// Leaves files out of a listing that need nothing more, on the threads that find them: of a run without changes that
/// is nearly everything, and what is left out costs neither an object nor a hand-over.
///
/// Endpoints need not know of it. Whatever a listing hands over all the same is dealt with by the one who pulls.
public protocol ListingScreen: Sendable {
    /// Which of these files are not handed over, one answer for each. Called from several threads at once.
    func leavesOut(_ files: FileBatch) -> [Bool]
}

/// Some files of one directory in canonical order: two arrays rather than an object for each. Only such whose version is
/// told by their attributes.
public struct FileBatch: Sendable {
    public let directory: RelativePath
    public private(set) var names = NameList()
    public private(set) var attributes: [Attributes] = []

    public init(directory: RelativePath) {
        self.directory = directory
    }

    public var count: Int { attributes.count }

    public mutating func append(_ name: some Collection<UInt8>, _ attributes: Attributes) {
        names.append(name)
        self.attributes.append(attributes)
    }

    public func entry(_ index: Int) -> Entry {
        Entry(path: directory.appending(name: names[index]), attributes: attributes[index])
    }
}

/// Names in one directory, in one array. Each is followed by NUL, as the kernel wants them.
public struct NameList: Sendable {
    private var bytes: [UInt8] = []
    private var ends: [Int] = []

    public init() {}

    public var count: Int { ends.count }

    /// Makes room for so many names and no more, of so many bytes together.
    public mutating func reserve(_ count: Int, bytes: Int) {
        ends.reserveCapacity(count)
        self.bytes.reserveCapacity(bytes + count)
    }

    public mutating func append(_ name: some Collection<UInt8>) {
        bytes.append(contentsOf: name)
        ends.append(bytes.count)
        bytes.append(0)
    }

    public subscript(index: Int) -> ArraySlice<UInt8> { bytes[start(of: index)..<ends[index]] }

    /// Calls `body` with each name in turn. The names end with NUL, which their counts leave out.
    public func forEach<Failure>(_ body: (UnsafeBufferPointer<UInt8>) throws(Failure) -> Void) throws(Failure) {
        var failure: Failure?
        bytes.withUnsafeBufferPointer { bytes in
            for index in ends.indices {
                do throws(Failure) {
                    try body(UnsafeBufferPointer(rebasing: bytes[start(of: index)..<ends[index]]))
                } catch {
                    failure = error
                    return
                }
            }
        }
        if let failure { throw failure }
    }

    private func start(of index: Int) -> Int { index == 0 ? 0 : ends[index - 1] + 1 }
}
