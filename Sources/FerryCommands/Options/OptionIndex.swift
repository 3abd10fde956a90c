/// The options of one command, by what is typed.
struct OptionIndex {
    struct Match {
        let definition: OptionDefinition
        let isNegated: Bool
    }

    private var byName: [String: Match] = [:]
    private var byLetter: [UInt8: OptionDefinition] = [:]

    init(_ command: CommandName) {
        for group in OptionTable.groups(for: command) {
            for definition in group.definitions { add(definition) }
        }
    }

    private mutating func add(_ definition: OptionDefinition) {
        if let letter = definition.letter?.asciiValue { byLetter[letter] = definition }
        for name in definition.names { byName[name] = Match(definition: definition, isNegated: false) }
        for name in definition.negations { byName[name] = Match(definition: definition, isNegated: true) }
    }

    func option(named name: String) -> Match? { byName[name] }

    func option(lettered letter: UInt8) -> OptionDefinition? { byLetter[letter] }

    var names: some Sequence<String> { byName.keys.sorted() }
}
