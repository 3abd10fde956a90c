import FerryCore
import FerryEndpoints

/// The code of what a body throws; nil where it throws nothing, or something that has none.
func code(_ body: () throws -> Void) -> EndpointError.Code? {
    do {
        try body()
        return nil
    } catch {
        return (error as? EndpointError)?.code
    }
}

/// All that a reader has, in small pieces.
func drain(_ reader: any ByteReader) throws -> [UInt8] {
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 7)
    while true {
        let count = try buffer.withUnsafeMutableBytes { try reader.read(into: $0) }
        if count == 0 { return bytes }
        bytes += buffer[..<count]
    }
}

/// The paths of a listing, directories with a slash.
func listedNames(_ listing: any Listing) throws -> [String] {
    var names: [String] = []
    while let items = try listing.next() {
        for case .entry(let entry) in items { names.append("\(entry.path)" + (entry.isDirectory ? "/" : "")) }
    }
    return names
}
