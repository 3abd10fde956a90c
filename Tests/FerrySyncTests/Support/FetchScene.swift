import FerryCore
import FerryDelta
import FerryEndpoints
import FerryState
import Testing

@testable import FerrySync

/// A new file that is far away, and an old one at hand.
struct FetchScene {
    let source = MemoryEndpoint(.remote)
    let destination = MemoryEndpoint()
    private let isSigning: Bool

    /// Who tells what the new file consists of.
    enum Description: CaseIterable {
        case agent, published, zsync
    }

    init(_ old: [UInt8], _ new: [UInt8], _ description: Description? = nil) throws {
        isSigning = description == .agent
        try source.write(
            new, to: "f", metadata: Metadata(modified: Timestamp(seconds: 2000), permissions: 0o644))
        try destination.write(
            old, to: "f", metadata: Metadata(modified: Timestamp(seconds: 1000), permissions: 0o644))
        switch description {
        case .published: try publish(blocksOf: new, of: new)
        case .zsync: try writeControl(of: new)
        case .agent, nil: break
        }
    }

    /// Says of the new file that it consists of these blocks, and has the digest of that content.
    func publish(blocksOf content: [UInt8], of whole: [UInt8], at seconds: Int64 = 2000) throws {
        try PublishedSignature.file(
            blocksOf: content, size: Int64(whole.count), modified: Timestamp(seconds: seconds), digestOf: whole
        ).write(beside: "f", on: source)
    }

    func writeControl(of content: [UInt8], modified: String = "Thu, 01 Jan 1970 00:33:20 +0000") throws {
        var control = try ZsyncMaker(blockSize: 2048).control(of: MemoryBytes(content))
        control.modified = modified
        let sink = MemorySink()
        try control.write(to: sink)
        try source.write(sink.bytes, to: "f.zsync")
    }

    func run(faults: FaultPlan = FaultPlan(), _ change: (inout SyncOptions) -> Void = { _ in }) -> RunOutcome {
        var options = SyncOptions()
        change(&options)
        let place: any Endpoint = isSigning ? SigningEndpoint(base: source) : source
        let origin = SyncSource(endpoint: FaultyEndpoint(place, faults), path: "f")
        return sync([origin], to: destination, options)
    }

    var content: [UInt8]? {
        get throws { try destination.entry(at: "f").map { try destination.content(of: $0) } }
    }
}

extension PublishedSignature {
    /// What is published of a version, truly or not, as a file.
    static func file(
        blocksOf content: [UInt8], size: Int64, modified: Timestamp?, tag: String? = nil, digestOf whole: [UInt8]
    ) throws -> PublishedFile {
        var hasher = Hasher(.sha256)
        whole.withUnsafeBytes { hasher.update($0) }
        let subject = DescribedVersion(size: size, modified: modified, entityTag: tag, digest: hasher.finish())
        let signature = try SignatureBuilder.leavingMachine(blockSize: 1024).signature(of: MemoryBytes(content))
        let sink = MemorySink()
        try PublishedSignatureFile.write(PublishedSignature(subject: subject, signature: signature), to: sink)
        return PublishedFile(bytes: sink.bytes)
    }
}

/// The bytes of a published signature.
struct PublishedFile {
    var bytes: [UInt8]

    func write(beside path: RelativePath, on endpoint: any Endpoint) throws {
        try endpoint.write(bytes, to: path.appending(suffix: PublishedSignature.suffix))
    }
}

/// A place with a program of ours.
struct SigningEndpoint: EndpointDecorator, SignatureRole {
    let base: any Endpoint

    var signatures: (any SignatureRole)? { self }

    func around<Result>(
        _ call: EndpointCall, _ path: RelativePath?, _ body: () throws(EndpointError) -> Result
    ) throws(EndpointError) -> Result { try body() }

    func decorating(_ sibling: any Endpoint) -> any Endpoint { SigningEndpoint(base: sibling) }

    func signature(of entry: Entry, blockSize: Int) throws(EndpointError) -> any ByteReader {
        let sink = MemorySink()
        do {
            let content = MemoryBytes(try base.content(of: entry))
            try SignatureFile.write(
                try SignatureBuilder.leavingMachine(blockSize: blockSize).signature(of: content), to: sink)
        } catch {
            throw EndpointError(.serverFailure, .read, path: entry.path, location: location)
        }
        return BytesReader(MemoryStream(sink.bytes))
    }
}

private final class BytesReader: ByteReader {
    private let stream: MemoryStream

    init(_ stream: MemoryStream) {
        self.stream = stream
    }

    func read(into buffer: UnsafeMutableRawBufferPointer) -> Int { stream.read(into: buffer) }
    func verifyUnchanged() {}
}
