internal import FerryAgent
internal import FerryCore

extension StreamCompression {
    /// What `-z` and its kin ask for; nil where nothing is to be compressed.
    static func resolving(_ arguments: CompressionArguments) throws(UsageError) -> StreamCompression? {
        guard let algorithm = try algorithm(arguments) else { return nil }
        let level = try arguments.level?.integer()
        guard arguments.isOn || arguments.choice != nil || level != nil else { return nil }
        if algorithm == .zlib, level == 0 { return nil }
        let incompressible = try arguments.skipped.map { (text) throws(UsageError) in
            IncompressibleNames(parsing: try text.text())
        }
        return StreamCompression(algorithm, level: level, incompressible: incompressible ?? .usual)
    }

    private static func algorithm(_ arguments: CompressionArguments) throws(UsageError) -> CompressionAlgorithm? {
        switch try arguments.choice?.text() {
        case nil, "auto"?: return arguments.isZlib ? .zlib : .zstd
        case "zstd"?: return .zstd
        case "zlib"?, "zlibx"?: return .zlib
        case "none"?: return nil
        case let name?:
            throw UsageError(
                "'--compress-choice': '\(DisplayName.escaping(name.utf8))' is none of auto, zstd, zlib, zlibx, none",
                status: .notSupported)
        }
    }
}
