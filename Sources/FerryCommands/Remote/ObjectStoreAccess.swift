internal import CurlEndpoints
internal import FerryCore

/// How object stores are reached, as options and environment say: what a location's own query does not override.
struct ObjectStoreAccess: Sendable {
    let environment: Environment
    let configuration: SharedConfiguration
    let profile: String?
    let isUnsigned: Bool
    /// What the options say, without what environment and configuration add.
    let settings: S3Settings
    let engine: CurlEngine
    /// Options that only a place of objects has means for, as they were given: what new objects get, and their key.
    let options: (writing: [String], key: String?)
    /// Nil where nothing is remembered.
    let memory: StoreMemory?
    /// Of all requests to all stores.
    let log = RequestLog()
    /// One source of credentials for each profile: roles are taken once in a run.
    private let chains = Monitor<[String?: CredentialChain]>([:])

    /// What was seen of the prefixes that the command names.
    private let sights = Monitor<[Prefix: RootSight]>([:])

    private struct Prefix: Hashable {
        let endpoint: String?
        let bucket: String
        let path: [UInt8]
    }

    init(
        _ arguments: ObjectStoreArguments, _ environment: Environment, _ engine: CurlEngine,
        memory: StoreMemory? = nil, comparesContent: Bool = true
    ) throws(UsageError) {
        self.environment = environment
        self.memory = memory
        self.engine = engine
        configuration = Self.configuration(environment)
        profile = try arguments.profile?.text()
        isUnsigned = arguments.isUnsigned
        var settings = S3Settings()
        settings.endpoint = try arguments.endpoint?.text()
        settings.region = try arguments.region?.text()
        settings.storageClass = try arguments.storageClass?.headerText()
        settings.cacheControl = try arguments.cacheControl?.headerText()
        settings.contentType = try arguments.contentType?.headerText()
        settings.comparesContent = comparesContent
        settings.encryption = try Self.encryption(arguments)
        for option in arguments.metadata {
            let header = try Self.metadata(option)
            if settings.metadata.contains(where: { $0.name == header.name }) {
                throw UsageError("'\(option.option)' names '\(header.name)' twice")
            }
            settings.metadata.append(header)
        }
        self.settings = settings
        options = (arguments.writingOptions, arguments.customerKey?.option)
    }

    /// The profile that settings are taken from, where a location or an option names one.
    func section(_ profile: String?) -> String { profile ?? environment.value("AWS_PROFILE") ?? "default" }

    /// Certificates to trust instead of the system's, as AWS's tools find them.
    func certificateFile(_ profile: String?) -> String? {
        environment.value("AWS_CA_BUNDLE") ?? configuration[section(profile), "ca_bundle"]
    }

    func sight(of path: [UInt8], in bucket: String, _ settings: S3Settings) -> RootSight {
        let prefix = Prefix(endpoint: settings.endpoint, bucket: bucket, path: path)
        return sights.withLock { sights in
            let sight = sights[prefix] ?? RootSight()
            sights[prefix] = sight
            return sight
        }
    }

    func credentials(profile: String?) -> any CredentialSource {
        chains.withLock { chains in
            if let chain = chains[profile] { return chain }
            let chain = CredentialChain(
                profile: profile, environment: environment.variables.filter { !$0.value.isEmpty },
                configuration: configuration, engine: engine, certificateFile: certificateFile(profile))
            chains[profile] = chain
            return chain
        }
    }

    private static func configuration(_ environment: Environment) -> SharedConfiguration {
        let home = environment.value("HOME").map { $0 + "/.aws" }
        guard let config = environment.value("AWS_CONFIG_FILE") ?? home.map({ $0 + "/config" }),
            let credentials = environment.value("AWS_SHARED_CREDENTIALS_FILE") ?? home.map({ $0 + "/credentials" })
        else { return SharedConfiguration() }
        return SharedConfiguration(configFile: config, credentialsFile: credentials)
    }

    private static func encryption(_ arguments: ObjectStoreArguments) throws(UsageError) -> ObjectEncryption {
        if let file = arguments.customerKey {
            if arguments.encryption != nil { throw UsageError("'--sse' cannot be combined with '--sse-c-key'") }
            guard let key = TextFile.content(of: file.bytes) else {
                throw UsageError("\(file.option): cannot read '\(file.shown)'", status: .fileIO)
            }
            guard key.count == ObjectEncryption.keyLength else {
                throw UsageError(
                    "\(file.option): '\(file.shown)' holds \(key.count) bytes, not \(ObjectEncryption.keyLength)")
            }
            return .customer(key: key)
        }
        guard let option = arguments.encryption else { return .bucketDefault }
        let text = try option.headerText()
        if text == "AES256" { return .store }
        if text == "aws:kms" { return .managed(key: nil) }
        if text.hasPrefix("aws:kms:") { return .managed(key: String(text.dropFirst("aws:kms:".utf8.count))) }
        throw UsageError("the value of '\(option.option)' is 'AES256', 'aws:kms' or 'aws:kms:KEY'")
    }

    private static func metadata(_ option: OptionText) throws(UsageError) -> S3Settings.Header {
        let text = try option.headerText()
        let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        let isName = parts[0].utf8.allSatisfy { byte in
            "-_".utf8.contains(byte) || byte >= 0x30 && byte <= 0x39 || byte | 0x20 >= 0x61 && byte | 0x20 <= 0x7A
        }
        guard parts.count == 2, !parts[0].isEmpty, isName else {
            throw UsageError("the value of '\(option.option)' is written NAME=VALUE")
        }
        let header = S3Settings.Header(name: parts[0].lowercased(), value: String(parts[1]))
        guard !header.isReserved else {
            throw UsageError("'\(option.option)' cannot name '\(header.name)': it describes the file itself")
        }
        return header
    }
}

extension OptionText {
    /// The value where it becomes part of a header: no control characters, nothing but ASCII.
    fileprivate func headerText() throws(UsageError) -> String {
        guard bytes.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }) else {
            throw UsageError("the value of '\(option)' has characters that cannot be sent")
        }
        return try text()
    }
}
