public import FerryCore
public import FerryManifest
public import FerrySync

/// What a `manifest` command line asks for.
public struct ManifestCommandLine: Sendable {
    public enum Step: String, Sendable, CaseIterable {
        case create, verify, diff, convert, show
    }

    public let step: Step
    /// The words after the step, as typed.
    public let operands: [[UInt8]]
    /// `-o`; nil for standard output.
    public let output: [UInt8]?
    public let format: Dialect?
    /// `--hash`; nil leaves the choice to the format.
    public let algorithms: [DigestAlgorithm]?
    public let countsLines: Bool
    public let publishesSignatures: Bool
    public let verification: VerificationOptions
    public let failedTo: [UInt8]?
    public let selection: SelectionOptions
    public let filterSteps: [FilterArguments.Step]
    /// `-0`
    public let nulTerminated: Bool
    /// Nil: as many as the place asks for.
    public let workers: Int?
    /// Whether digests of earlier reads stand for files that have not changed.
    public let usesState: Bool
    public let text: OutputOptions
    /// `-v`: what is the same is told, too.
    public let tellsSame: Bool

    public init(_ arguments: Arguments) throws(UsageError) {
        let typed = arguments.manifests
        guard let word = arguments.operands.first else {
            throw UsageError("'create', 'verify', 'diff', 'convert' or 'show' has to be named; see --help")
        }
        guard let step = Step(rawValue: String(decoding: word, as: UTF8.self)) else {
            throw UsageError("'\(DisplayName.escaping(word))' is not 'create', 'verify', 'diff', 'convert' or 'show'")
        }
        self.step = step
        operands = Array(arguments.operands.dropFirst())
        try Self.check(operands.count, step)
        try ManifestStepOptions(arguments, step).check()
        output = try Self.output(typed, operands, step)
        format = try Self.format(typed)
        algorithms = try typed.hashes.map(Self.algorithms)
        countsLines = typed.countsLines
        publishesSignatures = typed.publishesSignatures
        if publishesSignatures && (step != .create || format == .bagit) {
            throw UsageError("'--signatures' goes with 'create', and not with bags")
        }
        if countsLines, let format, format != .native {
            throw UsageError(
                "'--records' needs a native manifest: a file of the kind '\(format)' holds no numbers of lines")
        }
        verification = try Self.verification(typed)
        failedTo = typed.failedTo?.bytes
        if format == .bagit { try Self.checkBag(arguments, step) }
        selection = try Self.selection(arguments)
        filterSteps = arguments.filters.steps(followedBy: [])
        nulTerminated = arguments.filters.nulTerminated
        workers = try arguments.running.workers?.integer(in: 1...256)
        usesState = arguments.running.usesState
        text = try OutputOptions(resolving: arguments, preset: .sync)
        tellsSame = arguments.output.verbosity > 0
    }

    /// `check DIR --manifest FILE`
    public init(check arguments: Arguments, manifest: OptionText) throws(UsageError) {
        guard arguments.operands.count == 1 else {
            throw UsageError("one directory is compared with a manifest, \(arguments.operands.count) given")
        }
        var arguments = arguments
        arguments.manifests.exact = true
        arguments.operands = [Array("verify".utf8), manifest.bytes] + arguments.operands
        try self.init(arguments)
    }

    private static func check(_ count: Int, _ step: Step) throws(UsageError) {
        let (range, what): (ClosedRange<Int>, String) =
            switch step {
            case .create: (0...1, "at most one location")
            case .verify: (1...2, "a manifest and at most one location")
            case .diff: (2...2, "two manifests")
            case .convert: (1...2, "a manifest, and at most one new file")
            case .show: (1...1, "one manifest")
            }
        if !range.contains(count) { throw UsageError("'\(step.rawValue)' takes \(what), \(count) given") }
    }

    /// `-` is standard output.
    private static func output(
        _ typed: ManifestArguments, _ operands: [[UInt8]], _ step: Step
    ) throws(UsageError) -> [UInt8]? {
        guard let output = typed.output else { return nil }
        if step == .convert, operands.count > 1 {
            throw UsageError("'\(output.option)' and the second name both say where the new manifest goes")
        }
        return output.isStandardStream ? nil : output.bytes
    }

    private static func checkBag(_ arguments: Arguments, _ step: Step) throws(UsageError) {
        if step != .create { throw UsageError("'\(step.rawValue)' writes no bags; 'create --format=bagit' does") }
        if let output = arguments.manifests.output, output.isStandardStream {
            throw UsageError("a bag is a directory, which cannot go to standard output")
        }
        let selects =
            !arguments.filters.steps(followedBy: []).isEmpty || arguments.selection.minimumSize != nil
            || arguments.selection.maximumSize != nil || arguments.links.followAll
        if selects && arguments.manifests.output == nil {
            throw UsageError("a bag that is made in place holds all that is there; '-o DIR' makes one of a selection")
        }
    }

    private static func format(_ typed: ManifestArguments) throws(UsageError) -> Dialect? {
        guard let format = typed.format else {
            if typed.nulTerminated { throw UsageError("'--zero' needs a --format such as sha256sum") }
            return nil
        }
        guard let dialect = Dialect(name: try format.text()) else {
            throw UsageError(
                "the value of '\(format.option)' is '\(format.shown)', not one of: \(Dialect.names.joined(separator: ", "))"
            )
        }
        guard typed.nulTerminated else { return dialect }
        guard case .sums(let algorithm, _) = dialect else {
            throw UsageError("'--zero' needs a --format such as sha256sum")
        }
        return .sums(algorithm, nul: true)
    }

    static func algorithms(_ text: OptionText) throws(UsageError) -> [DigestAlgorithm] {
        var algorithms: [DigestAlgorithm] = []
        for word in try text.text().split(separator: ",", omittingEmptySubsequences: false) {
            guard let algorithm = DigestAlgorithm(rawValue: String(word)) else {
                let known = DigestAlgorithm.allCases.map(\.rawValue).joined(separator: ", ")
                throw UsageError("the value of '\(text.option)' has '\(word)', not one of: \(known)")
            }
            if !algorithms.contains(algorithm) { algorithms.append(algorithm) }
        }
        return algorithms
    }

    private static func verification(_ typed: ManifestArguments) throws(UsageError) -> VerificationOptions {
        var options = VerificationOptions()
        options.exact = typed.exact
        options.quick = typed.quick
        if let sample = typed.sample {
            let text = try sample.text()
            guard let percent = Double(text.last == "%" ? String(text.dropLast()) : text), (0...100).contains(percent)
            else { throw UsageError("the value of '\(sample.option)' is no percentage: '\(sample.shown)'") }
            options.sample = percent
        }
        return options
    }

    private static func selection(_ arguments: Arguments) throws(UsageError) -> SelectionOptions {
        var selection = SelectionOptions()
        selection.oneFileSystem = arguments.selection.oneFileSystem > 0
        selection.omitsMountPoints = arguments.selection.oneFileSystem > 1
        selection.minimumSize = try arguments.selection.minimumSize?.size()
        selection.maximumSize = try arguments.selection.maximumSize?.size()
        selection.links.followAll = arguments.links.followAll
        return selection
    }
}
