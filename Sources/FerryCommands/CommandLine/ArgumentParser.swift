internal import FerryCore

/// Reads the words of a command line as popt does for rsync: letters may be bundled, a value follows its letter or long
/// name directly, after `=`, or as the next word; options may follow operands; `--` ends them; long names are never
/// shortened.
public struct ArgumentParser {
    private let index: OptionIndex
    private var words: ArraySlice<[UInt8]>

    private init(_ words: [[UInt8]], index: OptionIndex) {
        self.index = index
        self.words = words[...]
    }

    /// - Parameter words: What follows the command's name.
    public static func parse(_ words: [[UInt8]], of command: CommandName, into arguments: inout Arguments)
        throws(UsageError)
    {
        var parser = ArgumentParser(words, index: OptionIndex(command))
        while let word = parser.words.popFirst() {
            try parser.take(word, into: &arguments)
        }
    }

    private mutating func take(_ word: [UInt8], into arguments: inout Arguments) throws(UsageError) {
        let dash = UInt8(ascii: "-")
        if word.count < 2 || word[0] != dash {
            arguments.operands.append(word)
        } else if word == [dash, dash] {
            arguments.operands += words
            words = []
        } else if word[1] == dash {
            try takeLong(word.dropFirst(2), into: &arguments)
        } else {
            try takeLetters(word.dropFirst(), into: &arguments)
        }
    }

    private mutating func takeLong(_ word: ArraySlice<UInt8>, into arguments: inout Arguments) throws(UsageError) {
        let equals = word.firstIndex(of: UInt8(ascii: "="))
        let name = DisplayName.escaping(word[..<(equals ?? word.endIndex)])
        guard let match = index.option(named: name) else { throw unknown(name) }
        let joined = equals.map { Array(word[($0 + 1)...]) }
        if match.isNegated {
            if joined != nil { throw takesNoValue("--" + name) }
            match.definition.negate(&arguments)
        } else {
            try apply(match.definition, as: "--" + name, joined: joined, to: &arguments)
        }
    }

    private mutating func takeLetters(_ letters: ArraySlice<UInt8>, into arguments: inout Arguments) throws(UsageError)
    {
        var letters = letters
        while let letter = letters.popFirst() {
            guard let definition = index.option(lettered: letter) else {
                throw UsageError("unknown option '-\(DisplayName.escaping([letter]))'")
            }
            let name = "-\(Character(UnicodeScalar(letter)))"
            switch definition.action {
            case .value:
                if letters.first == UInt8(ascii: "=") { letters.removeFirst() }
                return try apply(definition, as: name, joined: letters.isEmpty ? nil : Array(letters), to: &arguments)
            default:
                try apply(definition, as: name, joined: nil, to: &arguments)
            }
        }
    }

    private mutating func apply(
        _ definition: OptionDefinition, as name: String, joined: [UInt8]?, to arguments: inout Arguments
    ) throws(UsageError) {
        switch definition.action {
        case .flag(let set):
            if joined != nil { throw takesNoValue(name) }
            try set(&arguments)
        case .toggle(let set):
            if joined != nil { throw takesNoValue(name) }
            set(&arguments, true)
        case .value(let kind, let set):
            guard let bytes = joined ?? words.popFirst() else {
                throw UsageError("option '\(name)' needs a value: \(kind.name)")
            }
            try set(&arguments, OptionText(option: name, bytes: bytes))
        case .optionalValue(_, let set):
            try set(&arguments, joined.map { OptionText(option: name, bytes: $0) })
        }
    }

    private func takesNoValue(_ name: String) -> UsageError {
        UsageError("option '\(name)' takes no value")
    }

    private func unknown(_ name: String) -> UsageError {
        let advice = Spelling.nearest(to: name, among: index.names).map { "; did you mean '--\($0)'?" } ?? ""
        return UsageError("unknown option '--\(name)'\(advice)")
    }
}
