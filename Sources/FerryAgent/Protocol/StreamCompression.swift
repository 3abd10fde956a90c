package import FerryCore

/// How both sides of a connection compress what they send, at the client's choice.
package struct StreamCompression: Hashable, Sendable {
    package let algorithm: CompressionAlgorithm
    package let level: Int
    /// Files whose content is sent as it is.
    package let incompressible: IncompressibleNames

    package init(_ algorithm: CompressionAlgorithm, level: Int? = nil, incompressible: IncompressibleNames = .usual) {
        self.algorithm = algorithm
        self.level = level ?? algorithm.usualLevel
        self.incompressible = incompressible
    }
}
