internal import FerryCore
public import FerryDelta

/// What a `delta` command line asks for.
public struct DeltaCommandLine: Sendable {
    public enum Step: Sendable {
        case signature(SignatureFormat)
        case delta
        case patch
    }

    public enum SignatureFormat: Sendable {
        case librsync(Librsync.SignatureKind)
        case native(StrongHash)
    }

    public let step: Step
    /// The files in the order of the command line; nil stands for a standard stream.
    public let files: [[UInt8]?]
    public let blockSize: Int?
    public let inputBufferSize: Int?
    /// 0: all bytes; -1: as few as are safe.
    public let sumSize: Int
    public let showsStatistics: Bool
    public let replacesFiles: Bool
    public let threads: Int?

    public init(_ arguments: Arguments) throws(UsageError) {
        let options = arguments.deltas
        let word = try Self.word(arguments.operands.first)
        let most: Int
        switch word {
        case .signature:
            step = .signature(try Self.signatureFormat(options))
            most = 2
        case .delta:
            step = .delta
            most = 3
        case .patch:
            step = .patch
            most = 3
        }
        files = try Self.files(arguments.operands.dropFirst(), most: most, step: word.rawValue)
        blockSize = try options.blockSize?.rdiffSize()
        inputBufferSize = try options.inputBufferSize?.rdiffSize()
        _ = try options.outputBufferSize?.rdiffSize()
        sumSize = try options.sumSize?.rdiffNumber() ?? 0
        threads = try options.threads?.integer(in: 1...256)
        showsStatistics = options.statistics
        replacesFiles = options.force
    }

    private enum Word: String, CaseIterable {
        case signature, delta, patch
    }

    /// The step that the first operand names; its first letters are enough, as for rdiff.
    private static func word(_ operand: [UInt8]?) throws(UsageError) -> Word {
        guard let operand else { throw UsageError("'signature', 'delta' or 'patch' has to be named; see --help") }
        let typed = String(decoding: operand, as: UTF8.self)
        if !typed.isEmpty, let word = Word.allCases.first(where: { $0.rawValue.hasPrefix(typed) }) { return word }
        throw UsageError("'\(DisplayName.escaping(operand))' is not 'signature', 'delta' or 'patch'")
    }

    /// Missing files, and `-`, are the standard streams.
    private static func files(
        _ operands: ArraySlice<[UInt8]>, most: Int, step: String
    ) throws(UsageError) -> [[UInt8]?] {
        if operands.count > most { throw UsageError("'\(step)' takes at most \(most) files") }
        let named = operands.map { $0.elementsEqual("-".utf8) ? nil : $0 }
        let files = named + Array(repeating: nil, count: most - named.count)
        if most == 3, named.isEmpty {
            throw UsageError("'\(step)' has to be given a \(step == "delta" ? "signature" : "basis") file")
        }
        return files
    }

    private static func signatureFormat(_ options: DeltaArguments) throws(UsageError) -> SignatureFormat {
        enum Format: String, CaseIterable { case librsync, native }
        enum RollingSum: String, CaseIterable { case rabinkarp, rollsum }
        enum LibrsyncHash: String, CaseIterable { case blake2, md4 }
        enum NativeHash: String, CaseIterable { case xxh128, sha256 }
        switch try options.format?.choice(of: Format.self) ?? .librsync {
        case .native:
            if options.rollingSum != nil { throw UsageError("'--rollsum' is for files of librsync's format") }
            return .native(try options.hash?.choice(of: NativeHash.self) == .sha256 ? .sha256 : .xxh128)
        case .librsync:
            let hash = try options.hash?.choice(of: LibrsyncHash.self) ?? .blake2
            switch try (options.rollingSum?.choice(of: RollingSum.self) ?? .rabinkarp, hash) {
            case (.rabinkarp, .blake2): return .librsync(.rabinKarpBLAKE2)
            case (.rabinkarp, .md4): return .librsync(.rabinKarpMD4)
            case (.rollsum, .blake2): return .librsync(.rollsumBLAKE2)
            case (.rollsum, .md4): return .librsync(.rollsumMD4)
            }
        }
    }
}

/// What rdiff takes as a number.
private let rdiffNumbers = Int(Int32.min)...Int(Int32.max)

extension OptionText {
    /// A size in bytes, also one with a unit; nil for 0, which leaves the choice to the program.
    fileprivate func rdiffSize() throws(UsageError) -> Int? {
        let size = if let number = try literal() { number } else { Int(try size()) }
        guard rdiffNumbers.contains(size) else {
            throw UsageError("the value of '\(option)' is out of range: \(shown)")
        }
        return size == 0 ? nil : size
    }

    fileprivate func rdiffNumber() throws(UsageError) -> Int {
        guard let number = try literal(), rdiffNumbers.contains(number) else { return try integer(in: rdiffNumbers) }
        return number
    }

    /// A number as C writes it: `010` is 8, and `0x10` is 16.
    private func literal() throws(UsageError) -> Int? {
        let text = try text().lowercased()
        return Self.literal(text)
    }

    private static func literal(_ text: String) -> Int? {
        let sign = text.prefix { $0 == "+" || $0 == "-" }
        let digits = text.dropFirst(sign.count)
        guard sign.count < 2, digits.first?.isNumber == true else { return nil }
        let radix = digits.hasPrefix("0x") ? 16 : digits.hasPrefix("0") ? 8 : 10
        return Int(sign + digits.dropFirst(radix == 16 ? 2 : 0), radix: radix)
    }
}
