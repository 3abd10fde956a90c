internal import FerryCore
internal import FerrySync

extension DeliveryOptions {
    init(resolving arguments: Arguments) throws(UsageError) {
        self.init()
        let typed = arguments.manifests
        isCompleteRequired = typed.requiresComplete
        if typed.requiresCheckFiles || typed.requiresComplete {
            required = try typed.checkFileEndings.map(Self.endings) ?? Self.usualEndings
            if arguments.writing.delaysUpdates {
                throw UsageError("'--require-check-file' cannot be used with '--delay-updates'")
            }
        }
        if typed.writesCheckFiles { written = try Self.algorithm(typed.checkFileAlgorithm) }
    }

    /// With or without their dots.
    private static func endings(_ text: OptionText) throws(UsageError) -> [String] {
        var endings: [String] = []
        for word in try text.text().split(separator: ",", omittingEmptySubsequences: false) {
            let ending = word.first == "." ? word.dropFirst() : word
            guard !ending.isEmpty, !ending.contains("/"), !ending.contains(".") else {
                throw UsageError("the value of '\(text.option)' has '\(word)', which no name can end in")
            }
            endings.append(String(ending))
        }
        return endings
    }

    private static func algorithm(_ text: OptionText?) throws(UsageError) -> DigestAlgorithm {
        guard let text else { return .sha256 }
        guard let algorithm = writtenAlgorithms.first(where: { $0.rawValue.utf8.elementsEqual(text.bytes) }) else {
            let known = writtenAlgorithms.map(\.rawValue).joined(separator: ", ")
            throw UsageError("the value of '\(text.option)' is '\(text.shown)', not one of: \(known)")
        }
        return algorithm
    }
}
