internal import FerryCore
internal import FerrySync

/// The options that decided which entries a manifest is of, as its header keeps them.
struct SelectionWords {
    let selection: SelectionOptions
    let filterSteps: [FilterArguments.Step]

    /// In the order of the command line, where that matters.
    var words: [String] {
        var words: [String] = []
        if selection.links.followAll { words.append("--copy-links") }
        if selection.oneFileSystem { words.append("--one-file-system") }
        if let size = selection.minimumSize { words.append("--min-size=\(size)") }
        if let size = selection.maximumSize { words.append("--max-size=\(size)") }
        if selection.prunesEmptyDirectories { words.append("--prune-empty-dirs") }
        return words + filterSteps.map(word)
    }

    private func word(_ step: FilterArguments.Step) -> String {
        switch step {
        case .rule(let text): "--filter=\(text.shown)"
        case .exclude(let text): "--exclude=\(text.shown)"
        case .include(let text): "--include=\(text.shown)"
        case .excludeFrom(let text): "--exclude-from=\(text.shown)"
        case .includeFrom(let text): "--include-from=\(text.shown)"
        }
    }
}
