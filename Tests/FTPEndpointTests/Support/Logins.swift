import FerryCore
import FerryEndpoints
import Servers

@testable import FTPEndpoint

/// Ways to log in to the servers of the tests.
enum Logins {
    static let user = Login(user: "u", password: "pw")

    /// - Parameter login: Nil is anonymous.
    static func connect(
        _ port: Int, _ login: Login? = user, isImplicitTLS: Bool = false, security: FTPSettings.Security = .none,
        change: (inout FTPSettings) -> Void = { _ in }
    ) throws -> FTPServer {
        var settings = FTPSettings()
        settings.login = login
        settings.security = security
        change(&settings)
        let address = FTPAddress(
            isImplicitTLS: isImplicitTLS, host: "127.0.0.1", port: UInt16(port), user: login?.user)
        return try FTPServer(address, settings: settings, cancellation: Cancellation())
    }
}

/// The code of what a body throws; nil where it throws nothing.
func code(_ body: () throws -> Void) -> EndpointError.Code? {
    do {
        try body()
        return nil
    } catch {
        return (error as? EndpointError)?.code
    }
}

extension FTPEndpoint {
    func put(_ name: String, _ content: [UInt8], metadata: Metadata = Metadata()) throws -> Committed {
        let file = try stage(StageRequest(path: RelativePath(unchecked: Array(name.utf8)), size: Int64(content.count)))
        try content.withUnsafeBytes { try file.write($0, at: 0) }
        return try file.commit(metadata: metadata, length: Int64(content.count))
    }

    func content(_ name: String) throws -> [UInt8] {
        guard let entry = try entry(at: RelativePath(validating: name)) else { return [] }
        let reader = try read(entry, range: nil)
        var content = [UInt8](repeating: 0, count: Int(entry.size) + 1)
        var count = 0
        while true {
            let more = try content.withUnsafeMutableBytes {
                try reader.read(into: UnsafeMutableRawBufferPointer(rebasing: $0[count...]))
            }
            if more == 0 { break }
            count += more
        }
        return Array(content[..<count])
    }

    func names() throws -> [String] {
        let listing = try list(ListingRequest(directory: .root))
        var names: [String] = []
        while let items = try listing.next() {
            for item in items {
                switch item {
                case .entry(let entry): names.append("\(entry.path)")
                case .failure(let error, _, _): throw error
                }
            }
        }
        return names
    }
}
