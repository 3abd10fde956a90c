public import FerryCore
internal import FerryEndpoints

/// The filter rules as a listing's selection; reads the merge files that they name from the listed endpoint.
struct FilterSelection: Selection {
    let scope: FilterScope
    let endpoint: any Endpoint
    /// Told of rules in merge files that are not understood; without it they make their directory a failure.
    var refuse: FilterScope.Refusal?
    /// Told of each rule that decides about a name.
    var tell: FilterScope.Telling?
    /// There are no rules, nor merge files that could hold some.
    var takesEverything = false

    func includes(_ path: RelativePath, isDirectory: Bool) -> Bool {
        !scope.excludes(path, isDirectory: isDirectory, telling: tell)
    }

    func entering(_ directory: RelativePath) throws(EndpointError) -> any Selection {
        let inner = try scope.entering(directory, on: endpoint, refuse)
        return FilterSelection(
            scope: inner, endpoint: endpoint, refuse: refuse, tell: tell, takesEverything: takesEverything)
    }
}

extension RunContext {
    /// What is told of rules; nil where nobody asks.
    var tellingOfRules: FilterScope.Telling? {
        guard options.run.tellsRules else { return nil }
        return { [tally] detail in tally.tell(detail) }
    }
}

extension FilterScope {
    public typealias Refusal = @Sendable (FilterParseError) -> Void
    public typealias Telling = @Sendable (Detail) -> Void

    /// As `excludes`; whoever asks is told of the rule that decides.
    func excludes(
        _ path: RelativePath, isDirectory: Bool, parentIsDeleted: Bool = false, telling tell: Telling?
    ) -> Bool {
        guard let tell else { return excludes(path, isDirectory: isDirectory, parentIsDeleted: parentIsDeleted) }
        guard let rule = rule(for: path, isDirectory: isDirectory, parentIsDeleted: parentIsDeleted) else {
            return false
        }
        tell(.ruled(path, isDirectory: isDirectory, side, rule))
        return !rule.includes
    }

    /// The scope inside a directory of an endpoint, with the rules of its merge files. Where `refuse` is told of a rule,
    /// the error is `cancelled`.
    func entering(
        _ directory: RelativePath, on endpoint: any Endpoint, _ refuse: Refusal?
    ) throws(EndpointError) -> FilterScope {
        var failure: EndpointError?
        do throws(FilterParseError) {
            return try entering(directory) { (file) throws(FilterParseError) in
                do throws(EndpointError) {
                    return try MergeFileReading(endpoint: endpoint).content(of: file)
                } catch {
                    failure = error
                    return nil
                }
            }
        } catch {
            if let failure { throw failure }
            refuse?(error)
            throw EndpointError(
                refuse == nil ? .unsupported : .cancelled, .read, path: directory, location: endpoint.location,
                reason: "\(error)")
        }
    }
}

/// Reads merge files whole: they are written by hand and small.
struct MergeFileReading {
    let endpoint: any Endpoint

    /// Nil when there is no such file.
    func content(of file: MergeFile) throws(EndpointError) -> [UInt8]? {
        switch file {
        case .inside(let path): return try content(at: path, on: endpoint)
        case .outside(let path):
            let slash = path.lastIndex(of: RelativePath.separator) ?? 0
            guard let name = try? RelativePath(validating: path[(slash + 1)...]) else { return nil }
            let holder = try endpoint.sibling(at: path[..<slash] + [RelativePath.separator])
            defer { holder.close() }
            return try content(at: name, on: holder)
        }
    }

    private func content(at path: RelativePath, on endpoint: any Endpoint) throws(EndpointError) -> [UInt8]? {
        guard let entry = try endpoint.named(path, links: .followAll)?.entry, entry.kind == .file else { return nil }
        return try endpoint.content(of: entry)
    }
}
