extension OptionTable {
    /// Options about S3-compatible object stores. Settings of a location's query come before them.
    static let objectStores: [OptionDefinition] = [
        OptionDefinition(
            "--profile", in: .locations, .value(ValueKind("NAME")) { $0.objectStores.profile = $1 },
            help: "use this profile of the AWS configuration",
            manual:
                "It comes before keys in the environment. A profile may name keys, a role, or a program that knows them."
        ),
        OptionDefinition(
            "--no-sign-request", in: .locations, .flag { $0.objectStores.isUnsigned = true },
            help: "reach public buckets without credentials"),
        OptionDefinition(
            "--endpoint-url", in: .locations, .value(ValueKind("URL")) { $0.objectStores.endpoint = $1 },
            help: "where the store is; nothing is Amazon's",
            manual: "Plain HTTP is used only when the URL says so."),
        OptionDefinition(
            "--region", in: .locations, .value(ValueKind("NAME")) { $0.objectStores.region = $1 },
            help: "the region of the buckets",
            manual: "A store that names another one is followed."),
        OptionDefinition(
            "--storage-class", in: .writers, .value(ValueKind("CLASS")) { $0.objectStores.storageClass = $1 },
            help: "give new objects this storage class"),
        OptionDefinition(
            "--sse", in: .writers, .value(ValueKind("KIND")) { $0.objectStores.encryption = $1 },
            help: "encrypt new objects: AES256, aws:kms[:KEY]",
            manual: "aws:kms alone means the account's own key. Tags of such objects say nothing about their content."),
        OptionDefinition(
            "--sse-c-key", in: .locations, .value(.file) { $0.objectStores.customerKey = $1 },
            help: "encrypt objects with the key in this file",
            manual: """
                The key is 32 bytes. Such objects are read with the same key only. It goes along with each request, and is
                therefore sent over https:// only, or to this machine.
                """),
        OptionDefinition(
            "--cache-control", in: .writers, .value(.text) { $0.objectStores.cacheControl = $1 },
            help: "what caches may do with new objects"),
        OptionDefinition(
            "--content-type", in: .writers, .value(ValueKind("TYPE")) { $0.objectStores.contentType = $1 },
            help: "the type of new objects", manual: "Without it the ends of names decide."),
        OptionDefinition(
            "--object-metadata", in: .writers,
            .value(ValueKind("NAME=VALUE")) { $0.objectStores.metadata.append($1) },
            help: "give new objects this metadata"),
    ]
}
