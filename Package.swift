// swift-tools-version: 6.2

import PackageDescription

/// One strict array for every target: there is no second, laxer dialect in this package.
let strict: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .treatAllWarnings(as: .error),
    // Checking at run time that accesses do not overlap took a twelfth of the instructions of a run without changes; debug
    // builds, and so all tests, keep the checks. For the other, see docs/decisions/0029-public-declarations.md.
    .unsafeFlags(["-enforce-exclusivity=unchecked", "-cross-module-optimization"], .when(configuration: .release)),
]

/// A C library of Debian's: a module map and header-only shims, no logic.
func library(_ name: String, pkgConfig: String, apt package: String) -> Target {
    .systemLibrary(name: name, path: "Sources/C/\(name)", pkgConfig: pkgConfig, providers: [.apt([package])])
}

/// A target of ours. `uses` is its layer: an import that is not named here is a build error.
func layer(_ name: String, uses: [Target.Dependency] = []) -> Target {
    .target(name: name, dependencies: uses, swiftSettings: strict)
}

func tests(_ name: String, uses: [Target.Dependency]) -> Target {
    .testTarget(name: name, dependencies: uses, swiftSettings: strict)
}

let package = Package(
    name: "ferry",
    products: [.executable(name: "ferry", targets: ["ferry"])],
    targets: [
        library("CCrypto", pkgConfig: "libcrypto", apt: "libssl-dev"),
        library("CXXHash", pkgConfig: "libxxhash", apt: "libxxhash-dev"),
        library("CZlib", pkgConfig: "zlib", apt: "zlib1g-dev"),
        library("CZstd", pkgConfig: "libzstd", apt: "libzstd-dev"),
        // No pkg-config: libcurl is loaded when it is needed, never linked.
        .systemLibrary(name: "CCurl", path: "Sources/C/CCurl", providers: [.apt(["libcurl4-openssl-dev"])]),
        // No pkg-config: libssl is loaded when it is needed, never linked.
        .systemLibrary(name: "CTLS", path: "Sources/C/CTLS", providers: [.apt(["libssl-dev"])]),
        // The same for libssh2, which few runs need.
        .systemLibrary(name: "CSSH2", path: "Sources/C/CSSH2", providers: [.apt(["libssh2-1-dev"])]),
        library("CSQLite", pkgConfig: "sqlite3", apt: "libsqlite3-dev"),
        .systemLibrary(name: "CChecksums", path: "Sources/C/CChecksums"),
        library("CExpat", pkgConfig: "expat", apt: "libexpat1-dev"),
        .systemLibrary(name: "CSystem", path: "Sources/C/CSystem"),
        .systemLibrary(name: "CKernels", path: "Sources/C/CKernels"),
        .systemLibrary(name: "CTerminal", path: "Sources/C/CTerminal"),

        layer("FerryCore", uses: ["CCrypto", "CXXHash", "CZlib", "CZstd", "CChecksums", "CSystem"]),
        layer("FerryDelta", uses: ["FerryCore", "CKernels"]),
        layer("FerryEndpoints", uses: ["FerryCore"]),
        layer("FerryState", uses: ["FerryCore", "CSQLite"]),
        layer("FerryManifest", uses: ["FerryCore"]),
        layer("LocalEndpoint", uses: ["FerryEndpoints", "FerryCore", "CSystem"]),
        layer("SSHEndpoint", uses: ["FerryEndpoints", "FerryCore", "CSSH2"]),
        layer("CurlEndpoints", uses: ["FerryEndpoints", "FerryCore", "CCurl", "CExpat"]),
        layer("FTPEndpoint", uses: ["FerryEndpoints", "FerryCore", "CTLS"]),
        layer("FerryAgent", uses: ["FerryDelta", "FerryEndpoints", "FerryCore"]),
        layer("FerrySync", uses: ["FerryManifest", "FerryState", "FerryEndpoints", "FerryDelta", "FerryCore"]),
        layer(
            "FerryCommands",
            uses: [
                "FerrySync", "FerryManifest", "FerryState", "FerryAgent", "LocalEndpoint", "SSHEndpoint",
                "CurlEndpoints", "FTPEndpoint",
                "FerryEndpoints", "FerryDelta", "FerryCore", "CTerminal",
            ]),
        .executableTarget(name: "ferry", dependencies: ["FerryCommands"], swiftSettings: strict),

        .target(
            name: "EndpointConformance",
            dependencies: ["FerryEndpoints", "FerryCore"],
            path: "Tests/EndpointConformance",
            swiftSettings: strict),
        .target(name: "Harness", path: "Tests/Harness", swiftSettings: strict),
        .target(
            name: "Servers", dependencies: ["Harness"], path: "Tests/Servers", exclude: ["Programs"],
            swiftSettings: strict),
        tests("FerryCoreTests", uses: ["FerryCore", "Harness"]),
        tests("FerryDeltaTests", uses: ["FerryDelta", "FerryCore", "Harness"]),
        tests("FerryManifestTests", uses: ["FerryManifest", "FerryCore", "Harness"]),
        tests("FerryEndpointsTests", uses: ["FerryEndpoints", "FerryCore", "EndpointConformance", "Harness"]),
        tests(
            "LocalEndpointTests",
            uses: ["LocalEndpoint", "FerryEndpoints", "FerryCore", "EndpointConformance", "Harness"]),
        tests(
            "CurlEndpointsTests",
            uses: [
                "CurlEndpoints", "LocalEndpoint", "FerryEndpoints", "FerryCore", "EndpointConformance", "Servers",
                "Harness",
            ]),
        tests(
            "FTPEndpointTests",
            uses: ["FTPEndpoint", "FerryEndpoints", "FerryCore", "EndpointConformance", "Servers", "Harness"]),
        tests("FerryStateTests", uses: ["FerryState", "FerryCore", "Harness"]),
        tests(
            "FerryAgentTests",
            uses: [
                "FerryAgent", "SSHEndpoint", "LocalEndpoint", "FerryEndpoints", "FerryCore", "EndpointConformance",
                "Servers", "Harness", "ferry",
            ]),
        tests(
            "SSHEndpointTests",
            uses: ["SSHEndpoint", "FerryEndpoints", "FerryCore", "EndpointConformance", "Servers", "Harness"]),
        tests("ServersTests", uses: ["Servers", "Harness"]),
        tests(
            "FerrySyncTests",
            uses: [
                "FerrySync", "FerryManifest", "FerryState", "FerryEndpoints", "FerryDelta", "FerryCore", "Harness",
            ]),
        tests("SafetyTests", uses: ["Harness", "ferry"]),
        tests("InteropTests", uses: ["Servers", "Harness", "FerryCore", "ferry"]),
        tests(
            "FerryCommandsTests",
            uses: [
                "FerryCommands", "FerrySync", "CurlEndpoints", "FerryState", "FerryEndpoints", "FerryCore", "Harness",
                "ferry",
            ]),
    ]
)

// Fuzz targets are built by Fuzz/run only, which links libFuzzer.
if Context.environment["FERRY_FUZZ"] != nil {
    func fuzzer(_ name: String, uses: [Target.Dependency]) -> Target {
        .executableTarget(
            name: "Fuzz\(name)", dependencies: ["FuzzDriver"] + uses, path: "Fuzz/\(name)", swiftSettings: strict)
    }
    package.targets += [
        .target(name: "FuzzDriver", path: "Fuzz/Driver", swiftSettings: strict),
        fuzzer("FilterRules", uses: ["FerryCore"]),
        fuzzer("FileLists", uses: ["FerryCore"]),
        fuzzer("Locations", uses: ["FerryCore"]),
        fuzzer("CommandLines", uses: ["FerryCommands"]),
        fuzzer("NativeSignatures", uses: ["FerryDelta", "FerryCore"]),
        fuzzer("NativeDeltas", uses: ["FerryDelta", "FerryCore"]),
        fuzzer("PublishedSignatures", uses: ["FerryDelta", "FerryCore"]),
        fuzzer("LibrsyncSignatures", uses: ["FerryDelta", "FerryCore"]),
        fuzzer("LibrsyncDeltas", uses: ["FerryDelta", "FerryCore"]),
        fuzzer("SFTPMessages", uses: ["SSHEndpoint"]),
        fuzzer("KnownHosts", uses: ["SSHEndpoint"]),
        fuzzer("ShellOutput", uses: ["SSHEndpoint", "FerryEndpoints"]),
        fuzzer("ZsyncControls", uses: ["FerryDelta", "FerryCore"]),
        fuzzer("Manifests", uses: ["FerryManifest", "FerryCore"]),
        fuzzer("DeliveryNotes", uses: ["FerryManifest", "FerryCore"]),
        fuzzer("BagFiles", uses: ["FerryManifest", "FerryCore"]),
    ]
}
