internal import CurlEndpoints
internal import FerryCore
internal import FerryEndpoints

extension EndpointRegistry {
    /// Opens a bucket below a prefix.
    func openS3(
        _ location: Location, at path: [UInt8]
    ) throws(UsageError) -> S3Endpoint {
        guard let stores else {
            throw UsageError("\(location): S3 locations are not supported here", status: .notSupported)
        }
        guard location.user == nil, location.port == nil else {
            throw UsageError("\(location): a bucket has neither user nor port; --profile and --endpoint-url say them")
        }
        let setup = try S3Setup(location, stores)
        let prefix = try Self.prefix(path, location)
        do throws(S3Address.Refused) {
            return try S3Endpoint(
                bucket: location.host, path: prefix, settings: setup.settings, credentials: setup.credentials,
                engine: stores.engine, sight: stores.sight(of: prefix, in: location.host, setup.settings),
                log: stores.log, memory: stores.memory)
        } catch {
            throw UsageError("\(location): \(error)")
        }
    }

    /// Refuses options of which only objects have any use, where there are none.
    func requireUse(ofObjectOptionsAt destination: Location, from sources: [Location] = []) throws(UsageError) {
        guard let stores, destination.scheme != .s3 else { return }
        let isKeyUsed = sources.contains { $0.scheme == .s3 }
        let options = stores.options.writing + (isKeyUsed ? [] : stores.options.key.map { [$0] } ?? [])
        guard let option = options.first else { return }
        throw UsageError(
            "'\(option)' is not possible there: only objects in an s3:// location have such, and '\(destination)' is none",
            status: .notSupported)
    }

    /// Those that were given of the options of which only objects have any use.
    var objectOptions: [String] {
        (stores?.options.writing ?? []) + (stores?.options.key.map { [$0] } ?? [])
    }

    /// The names of a path, joined by single slashes.
    private static func prefix(_ path: [UInt8], _ location: Location) throws(UsageError) -> [UInt8] {
        let names = path.split(separator: RelativePath.separator).filter { !$0.elementsEqual(".".utf8) }
        if names.contains(where: { $0.elementsEqual("..".utf8) }) {
            throw UsageError("\(location): '..' cannot be part of a key")
        }
        return Array(names.joined(separator: [RelativePath.separator]))
    }
}

/// The settings of one S3 location: its query before options before the environment before the AWS configuration.
struct S3Setup {
    private(set) var settings: S3Settings
    let credentials: any CredentialSource

    /// What the query may say.
    static let names = [
        "profile", "endpoint", "region", "addressing", "sign", "storage-class", "cache-control",
    ]

    init(_ location: Location, _ access: ObjectStoreAccess) throws(UsageError) {
        settings = access.settings
        let environment = access.environment
        let profile = location.setting("profile") ?? access.profile
        let section = access.section(profile)
        settings.endpoint =
            location.setting("endpoint") ?? settings.endpoint ?? environment.value("AWS_ENDPOINT_URL_S3")
            ?? environment.value("AWS_ENDPOINT_URL") ?? access.configuration.endpoint(of: "s3", profile: section)
        settings.region =
            location.setting("region") ?? settings.region ?? environment.value("AWS_REGION")
            ?? environment.value("AWS_DEFAULT_REGION") ?? access.configuration[section, "region"]
        if let storageClass = location.setting("storage-class") { settings.storageClass = storageClass }
        if let cacheControl = location.setting("cache-control") { settings.cacheControl = cacheControl }
        if let style = access.configuration[section, "s3.addressing_style"] {
            settings.addressing = S3Settings.Addressing(rawValue: style) ?? settings.addressing
        }
        if let text = location.setting("addressing") {
            guard let addressing = S3Settings.Addressing(rawValue: text) else {
                throw UsageError("\(location): addressing is 'auto', 'path' or 'virtual'")
            }
            settings.addressing = addressing
        }
        settings.certificateFile = access.certificateFile(profile)
        let isUnsigned = location.setting("sign").map { $0 == "no" } ?? access.isUnsigned
        credentials = isUnsigned ? FixedCredentials(nil) : access.credentials(profile: profile)
    }
}
