import FerryCore
import FerryEndpoints
import Testing

/// Decorators hand on what an endpoint can do beyond the minimum, unless it would lead around them.
@Suite struct DecoratorRolesTests {
    static let stacks: [(String, DecoratorOptions)] = [
        ("retry", DecoratorOptions(retry: .immediate())),
        ("connections", DecoratorOptions(connections: ConnectionLimit(2))),
        ("bandwidth", DecoratorOptions(bandwidth: TokenBucket(bytesPerSecond: 1e9))),
        ("faults", DecoratorOptions(faults: FaultPlan())),
        (
            "all",
            DecoratorOptions(
                faults: FaultPlan(), connections: ConnectionLimit(2), retry: .immediate(),
                bandwidth: TokenBucket(bytesPerSecond: 1e9))
        ),
    ]

    @Test(arguments: stacks.indices) func rolesAreHandedOn(_ stack: Int) throws {
        let endpoint = decorated(MemoryEndpoint(), with: Self.stacks[stack].1)
        #expect(endpoint.links != nil && endpoint.specialFiles != nil && endpoint.renaming != nil)
        #expect(endpoint.durability != nil && endpoint.batchRemoval != nil && endpoint.leftovers != nil)
        #expect(endpoint.digests != nil)
        #expect(endpoint.undecorated is MemoryEndpoint)
    }

    @Test(arguments: stacks.indices) func missingRolesStayMissing(_ stack: Int) throws {
        let endpoint = decorated(MemoryEndpoint(MemoryOptions(roles: [])), with: Self.stacks[stack].1)
        #expect(endpoint.links == nil && endpoint.specialFiles == nil && endpoint.renaming == nil)
        #expect(endpoint.durability == nil && endpoint.batchRemoval == nil && endpoint.leftovers == nil)
        #expect(endpoint.digests == nil)
    }

    @Test(arguments: stacks.indices) func stagedFilesKeepTheirAbilities(_ stack: Int) throws {
        let memory = MemoryEndpoint()
        let endpoint = decorated(memory, with: Self.stacks[stack].1)
        let first = try endpoint.stage(StageRequest(path: path("file")))
        try [UInt8](repeating: 3, count: 100).withUnsafeBytes { try first.write($0, at: 0) }
        #expect(try first.readBack() != nil)
        #expect(first.undecorated !== first)
        let token = try first.checkpoint()
        let second = try endpoint.stage(StageRequest(path: path("file"), resuming: token))
        #expect(second.resumedLength == 100)
        second.discard()
    }

    @Test func siblingsShareTheDecorators() throws {
        let plan = FaultPlan()
        let endpoint = decorated(MemoryEndpoint(), with: DecoratorOptions(faults: plan, retry: .immediate()))
        _ = try endpoint.sibling(at: "a").sibling(at: "../b").entry(at: .root)
        #expect(plan.count(of: .sibling) == 2 && plan.count(of: .look) == 1)
    }

    /// A descriptor lets the kernel copy by itself, which neither faults nor a limit on reads would see.
    @Test func aDescriptorIsHandedOnWhereItIsRight() throws {
        let base = DescriptorEndpoint(base: MemoryEndpoint())
        let entry = try base.stage(StageRequest(path: path("a"))).commit(metadata: Metadata(), length: 0).entry
        func descriptor(_ options: DecoratorOptions) throws -> CInt? {
            try decorated(base, with: options).read(entry, range: nil).descriptor
        }
        let rate = 1e9
        #expect(try descriptor(DecoratorOptions(connections: ConnectionLimit(1), retry: .immediate())) == 42)
        #expect(try descriptor(DecoratorOptions(bandwidth: TokenBucket(bytesPerSecond: rate))) == 42)
        #expect(try descriptor(DecoratorOptions(bandwidth: TokenBucket(bytesPerSecond: rate, counting: .reads))) == nil)
        #expect(try descriptor(DecoratorOptions(faults: FaultPlan())) == nil)
    }
}

/// Readers with a descriptor, as local files have one.
private struct DescriptorEndpoint: EndpointDecorator {
    let base: any Endpoint

    func around<Result>(
        _ call: EndpointCall, _ path: RelativePath?, _ body: () throws(EndpointError) -> Result
    ) throws(EndpointError) -> Result {
        try body()
    }

    func decorating(_ sibling: any Endpoint) -> any Endpoint { DescriptorEndpoint(base: sibling) }

    func read(_ entry: Entry, range: ByteRange?) -> any ByteReader { DescribedReader() }
}

private final class DescribedReader: ByteReader {
    var descriptor: CInt? { 42 }

    func read(into buffer: UnsafeMutableRawBufferPointer) -> Int { 0 }

    func verifyUnchanged() {}
}
