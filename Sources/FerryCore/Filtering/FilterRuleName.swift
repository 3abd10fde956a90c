/// The names of rules, long and short.
enum FilterRuleName: Hashable, CaseIterable {
    case exclude, include, merge, directoryMerge, hide, show, protect, risk, clear

    var long: StaticString {
        switch self {
        case .exclude: "exclude"
        case .include: "include"
        case .merge: "merge"
        case .directoryMerge: "dir-merge"
        case .hide: "hide"
        case .show: "show"
        case .protect: "protect"
        case .risk: "risk"
        case .clear: "clear"
        }
    }

    var short: UInt8 {
        switch self {
        case .exclude: UInt8(ascii: "-")
        case .include: UInt8(ascii: "+")
        case .merge: UInt8(ascii: ".")
        case .directoryMerge: UInt8(ascii: ":")
        case .hide: UInt8(ascii: "H")
        case .show: UInt8(ascii: "S")
        case .protect: UInt8(ascii: "P")
        case .risk: UInt8(ascii: "R")
        case .clear: UInt8(ascii: "!")
        }
    }

    var isMerge: Bool { self == .merge || self == .directoryMerge }
    var includes: Bool { self == .include || self == .show || self == .risk }

    var sides: FilterSides {
        switch self {
        case .hide, .show: .sender
        case .protect, .risk: .receiver
        default: []
        }
    }

    /// Takes a name and the comma after it. A long name must end at white space, `_`, `,` or the end of the text.
    init?(takingFrom text: ArraySlice<UInt8>, at position: inout Int) {
        let rest = text[position...]
        for name in Self.allCases {
            guard let length = name.length(at: rest) else { continue }
            position += length
            if position < text.endIndex, text[position] == UInt8(ascii: ",") { position += 1 }
            self = name
            return
        }
        return nil
    }

    private func length(at text: ArraySlice<UInt8>) -> Int? {
        if text.first == short { return 1 }
        let name = long.withUTF8Buffer { Array($0) }
        guard text.starts(with: name) else { return nil }
        guard let next = text.dropFirst(name.count).first else { return name.count }
        return next.isWhitespace || next == UInt8(ascii: "_") || next == UInt8(ascii: ",") ? name.count : nil
    }
}
