public import FerryCore

/// How both sides of a connection compress what they send, at the client's choice.
public struct StreamCompression: Hashable, Sendable {
    public let algorithm: CompressionAlgorithm
    public let level: Int
    /// Files whose content is sent as it is.
    public let incompressible: IncompressibleNames

    public init(_ algorithm: CompressionAlgorithm, level: Int? = nil, incompressible: IncompressibleNames = .usual) {
        self.algorithm = algorithm
        self.level = level ?? algorithm.usualLevel
        self.incompressible = incompressible
    }
}
