/// Which options go with which of the steps of `manifest`.
struct ManifestStepOptions {
    typealias Step = ManifestCommandLine.Step

    private let arguments: Arguments
    private let step: Step

    init(_ arguments: Arguments, _ step: Step) {
        self.arguments = arguments
        self.step = step
    }

    /// Refuses the first option that was given and has no meaning for the step.
    func check() throws(UsageError) {
        for (name, steps) in given where !steps.contains(step) {
            let words = steps.map { "'\($0.rawValue)'" }.joined(separator: " and ")
            throw UsageError("'\(name)' goes with \(words), not with '\(step.rawValue)'")
        }
    }

    private var given: [(name: String, steps: [Step])] {
        let typed = arguments.manifests
        var given: [(String, [Step])] = []
        func add(_ name: String?, _ steps: Step...) {
            if let name { given.append((name, steps)) }
        }
        add(typed.output?.option, .create, .convert)
        add(typed.format?.option, .create, .convert)
        add(typed.countsLines ? "--records" : nil, .create)
        add(typed.publishesSignatures ? "--signatures" : nil, .create)
        add(typed.exact ? "--exact" : nil, .verify)
        add(typed.quick ? "--quick" : nil, .verify)
        add(typed.sample?.option, .verify)
        add(typed.failedTo?.option, .verify)
        add(arguments.selection.minimumSize?.option, .create, .verify)
        add(arguments.selection.maximumSize?.option, .create, .verify)
        add(arguments.links.followAll ? "--copy-links" : nil, .create, .verify)
        add(arguments.filters.steps(followedBy: []).isEmpty ? nil : "--filter", .create, .verify)
        return given
    }
}
