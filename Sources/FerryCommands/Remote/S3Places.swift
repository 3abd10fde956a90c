internal import CurlEndpoints
internal import FerryCore
internal import FerryEndpoints

extension EndpointRegistry {
    /// Opens a bucket below a prefix.
    func openS3(
        _ location: Location, at path: [UInt8], _ environment: Environment, _ engine: CurlEngine
    ) throws(UsageError) -> any Endpoint {
        let setup = try S3Setup(location, environment: environment)
        let prefix = try Self.prefix(path, location)
        do throws(S3Address.Refused) {
            return try S3Endpoint(
                bucket: location.host, path: prefix, settings: setup.settings,
                credentials: FixedCredentials(setup.credentials), engine: engine)
        } catch {
            throw UsageError("\(location): \(error)")
        }
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

/// The settings of one S3 location: its query before the environment before the AWS configuration.
struct S3Setup {
    private(set) var settings = S3Settings()
    /// Nil: requests are not signed.
    private(set) var credentials: Credentials?

    private static let names = [
        "profile", "endpoint", "region", "addressing", "sign", "storage-class", "cache-control",
    ]

    init(_ location: Location, environment: Environment) throws(UsageError) {
        for setting in location.settings where !Self.names.contains(setting.name) {
            throw UsageError("\(location): there is no setting '\(DisplayName.escaping(setting.name.utf8))'")
        }
        let configuration = Self.configuration(environment)
        let profile = location.setting("profile")
        let section = profile ?? environment.value("AWS_PROFILE") ?? "default"
        settings.endpoint =
            location.setting("endpoint") ?? environment.value("AWS_ENDPOINT_URL_S3")
            ?? environment.value("AWS_ENDPOINT_URL") ?? configuration[section, "endpoint_url"]
        settings.region =
            location.setting("region") ?? environment.value("AWS_REGION") ?? environment.value("AWS_DEFAULT_REGION")
            ?? configuration[section, "region"]
        settings.storageClass = location.setting("storage-class")
        settings.cacheControl = location.setting("cache-control")
        if let text = location.setting("addressing") {
            guard let addressing = S3Settings.Addressing(rawValue: text) else {
                throw UsageError("\(location): addressing is 'auto', 'path' or 'virtual'")
            }
            settings.addressing = addressing
        }
        if location.setting("sign") == "no" { return }
        do throws(ConfiguredCredentials.Missing) {
            credentials = try ConfiguredCredentials.find(
                profile: profile, environment: environment.variables.filter { !$0.value.isEmpty },
                configuration: configuration)
        } catch {
            throw UsageError("\(location): \(error)", status: .startOfProtocol)
        }
        guard credentials != nil else {
            throw UsageError(
                "\(location): no credentials; set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or name a profile, or "
                    + "?sign=no for public buckets", status: .startOfProtocol)
        }
    }

    private static func configuration(_ environment: Environment) -> SharedConfiguration {
        let home = environment.value("HOME").map { $0 + "/.aws" }
        guard let config = environment.value("AWS_CONFIG_FILE") ?? home.map({ $0 + "/config" }),
            let credentials = environment.value("AWS_SHARED_CREDENTIALS_FILE") ?? home.map({ $0 + "/credentials" })
        else { return SharedConfiguration() }
        return SharedConfiguration(configFile: config, credentialsFile: credentials)
    }
}
