internal import FerryCore

/// A reader whose calls go through a decorator.
final class DecoratedReader: ByteReader {
    private let base: any ByteReader
    private let path: RelativePath
    private let decorator: any EndpointDecorator

    init(_ base: any ByteReader, of path: RelativePath, by decorator: any EndpointDecorator) {
        self.base = base
        self.path = path
        self.decorator = decorator
    }

    var undecorated: (any ByteReader)? { base.undecorated }
    var descriptor: CInt? { base.descriptor }

    func advance() { base.advance() }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws(EndpointError) -> Int {
        try decorator.around(.read, path) { () throws(EndpointError) in try base.read(into: buffer) }
    }

    func opened() throws(EndpointError) -> Entry? {
        try decorator.around(.read, path) { () throws(EndpointError) in try base.opened() }
    }

    func verifyUnchanged() throws(EndpointError) {
        try decorator.around(.verifyUnchanged, path) { () throws(EndpointError) in try base.verifyUnchanged() }
    }
}
