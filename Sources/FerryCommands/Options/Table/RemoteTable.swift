internal import FerryCore

extension OptionTable {
    /// Options of rsync that concern its remote side, its wire protocol or its server. Local copies are the same with
    /// and without most of them; what would change the result and cannot be done is refused.
    static let remote: [OptionDefinition] = [
        OptionDefinition(
            "-e", "--rsh", in: .locations, .value(ValueKind("COMMAND")) { $0.remote.remoteShell = $1 },
            help: "reach hosts through COMMAND instead of ssh",
            manual: """
                It must take the arguments of ssh(1). Words are divided at spaces; single and double quotes keep them \
                together. The variable RSYNC_RSH has the same meaning.
                """),
        OptionDefinition(
            "--ssh-transport", in: .locations,
            .value(.words("WHICH", ["ssh", "libssh2"])) { $0.remote.sshTransport = $1 },
            help: "how SSH is spoken: by ssh or libssh2",
            manual: """
                ssh, the default where there is that program, brings all that the user's configuration of it says. libssh2 \
                needs no program and reads ~/.ssh/known_hosts, the usual key files and the agent, but no configuration.
                """),
        OptionDefinition(
            "--ssh-identity", in: .locations, .value(.file) { $0.remote.identities.append($1) },
            help: "log in to hosts with the private key in FILE",
            manual: "May be repeated; these keys are tried before others."),
        OptionDefinition(
            "--agent", in: .locations, .value(ValueKind("WHICH")) { $0.remote.agent = $1 },
            help: "ferry on the host: auto, never or its PATH there",
            manual: """
                auto, the default: hosts on which "ferry" is found serve their files themselves, see ferry-serve(1); \
                others through SFTP, and so do those where a password has to be typed. That a host has none is remembered for a \
                day, see --state; --agent=ferry looks at once. never: always SFTP. Anything else is \
                the program there, as the account's shell takes it; without an agent behind it, nothing is done.
                """),
        OptionDefinition(
            "--strict-host-key-checking", in: .locations,
            .value(.words("WHICH", ["yes", "accept-new", "no"])) { $0.remote.hostKeys = $1 },
            help: "which hosts are trusted: yes, accept-new or no",
            manual: """
                yes: only hosts whose key is known. accept-new: also those that were never seen, whose key is then \
                remembered. no: any, but those whose key was revoked; a host whose key has changed gets no password. Without \
                this option ssh's own configuration decides, and libssh2 takes "yes".
                """),
        OptionDefinition("--rsync-path", in: .transfers, .value(ValueKind("PROGRAM")) { _, _ in }),
        OptionDefinition(
            "-z", "--compress", in: .transfers,
            .toggle {
                if $1 { $0.remote.compression.isOn = true } else { $0.remote.compression = CompressionArguments() }
            },
            help: "compress what goes to and from SSH hosts",
            manual: """
                An agent there and ferry compress what they send each other. Through SFTP ssh does it ("Compression yes"), \
                by means of its own. Other places and local copies are the same with and without it.
                """),
        OptionDefinition(
            "--old-compress", "--new-compress", in: .transfers,
            .flag {
                $0.remote.compression.isOn = true
                $0.remote.compression.isZlib = true
            }),
        OptionDefinition(
            "--compress-choice", "--zc", in: .transfers,
            .value(.words("NAME", ["auto", "zstd", "zlib", "zlibx", "none"])) { $0.remote.compression.choice = $1 },
            help: "compress by zstd or zlib, or not at all",
            manual: """
                auto, the default, is zstd; zlibx is zlib, which serves rsync's command lines. Any but none implies -z. Of an \
                agent only.
                """),
        OptionDefinition(
            "--compress-level", "--zl", in: .transfers, .value(.number) { $0.remote.compression.level = $1 },
            help: "compress more (1 to 22 for zstd, 9 for zlib)",
            manual: """
                3 for zstd and 6 for zlib if nothing is said; zstd's levels below 0 are faster still. Implies -z, but for \
                zlib's level 0, which is not to compress. What is beyond the range is its end.
                """),
        OptionDefinition(
            "--compress-threads", "--zt", in: .transfers, .value(.number, IgnoredValues.number)),
        OptionDefinition(
            "--skip-compress", in: .transfers, .value(ValueKind("LIST")) { $0.remote.compression.skipped = $1 },
            help: "do not compress files with one of these suffixes",
            manual: """
                Suffixes without dots, separated by slashes, as in "gz/mp[34]/zst"; an empty list means that everything is \
                compressed. The usual list is rsync's: archives, pictures, sound and films. Of an agent only.
                """),
        OptionDefinition(
            "--old-args", in: .transfers, .flag { _ in }, negations: ["no-old-args"], undo: { _ in }),
        OptionDefinition("-s", "--secluded-args", "--protect-args", in: .transfers, .toggle { _, _ in }),
        OptionDefinition("--trust-sender", in: .transfers, .flag { _ in }),
        OptionDefinition("--motd", in: .transfers, .toggle { _, _ in }),
        OptionDefinition(
            "--contimeout", in: .locations, .value(.seconds) { $0.remote.connectTimeout = $1 },
            help: "give up on a host that is silent for this long",
            negations: ["no-contimeout"], undo: { $0.remote.connectTimeout = nil }),
        OptionDefinition("--address", "--sockopts", in: .transfers, .value(.text) { _, _ in }),
        OptionDefinition("--port", in: .transfers, .value(.number, IgnoredValues.number)),
        OptionDefinition("--blocking-io", in: .transfers, .toggle { _, _ in }),
        OptionDefinition("-4", "--ipv4", in: .transfers, .flag { _ in }),
        OptionDefinition("-6", "--ipv6", in: .transfers, .flag { _ in }),
        OptionDefinition("-M", "--remote-option", in: .transfers, .value(ValueKind("OPTION"), remoteOption)),
        OptionDefinition("--protocol", in: .transfers, .value(.number, IgnoredValues.protocolVersion)),
        OptionDefinition(
            "--iconv", in: .transfers, .value(.text, iconv), negations: ["no-iconv"], undo: { _ in }),
        OptionDefinition(
            "--insecure-links", in: .transfers, .flag { _ in }, negations: ["no-insecure-links"], undo: { _ in }),
        OptionDefinition(
            "--drop-D", in: .transfers,
            .flag {
                $0.selection.devices = false
                $0.selection.specials = false
            }),
        OptionDefinition("--confine-root", in: .transfers, .value(.directory, valueNotSupported("--confine-root"))),
        OptionDefinition("--password-file", in: .transfers, .value(.file, valueNotSupported("--password-file"))),
        OptionDefinition("--early-input", in: .transfers, .value(.file, valueNotSupported("--early-input"))),
        OptionDefinition("--copy-as", in: .transfers, .value(.text, valueNotSupported("--copy-as"))),
        OptionDefinition("--write-batch", in: .transfers, .value(.file, valueNotSupported("--write-batch"))),
        OptionDefinition("--only-write-batch", in: .transfers, .value(.file, valueNotSupported("--only-write-batch"))),
        OptionDefinition("--read-batch", in: .transfers, .value(.file, valueNotSupported("--read-batch"))),
        OptionDefinition("--daemon", "--detach", "--no-detach", in: .transfers, .flag(notSupported("--daemon"))),
        OptionDefinition("--config", "--dparam", in: .transfers, .value(.file, valueNotSupported("--daemon"))),
        OptionDefinition("--server", "--sender", in: .transfers, .flag(notSupported("--server"))),
    ]

    @Sendable private static func remoteOption(_: inout Arguments, _ text: OptionText) throws(UsageError) {
        if text.bytes.first != UInt8(ascii: "-") {
            throw UsageError("the value of '\(text.option)' must be an option: '\(DisplayName.escaping(text.bytes))'")
        }
    }

    /// Both sides of a local copy keep names as bytes, so only "no conversion" can be followed.
    @Sendable private static func iconv(_: inout Arguments, _ text: OptionText) throws(UsageError) {
        guard try ["-", "."].contains(text.text()) else {
            throw UsageError("option '--iconv' is not supported by this version", status: .notSupported)
        }
    }
}
