/// The letters between a rule's name and its pattern.
struct FilterModifiers {
    private(set) var isAbsolute = false
    private(set) var isNegated = false
    private(set) var isCVS = false
    private(set) var isPerishable = false
    private(set) var matchesAttributes = false
    private(set) var sides: FilterSides = []
    /// `-` (false) or `+` (true) of a merge rule: its file holds patterns alone.
    private(set) var barePatterns: Bool?
    private(set) var excludesItself = false
    private(set) var isNotInherited = false
    private(set) var splitsWords = false

    /// Takes the modifiers and the one space or underscore that ends them.
    init(
        takingFrom text: ArraySlice<UInt8>, at position: inout Int, of name: FilterRuleName, wordSplit: Bool
    ) throws(FilterParseError.Reason) {
        while position < text.endIndex {
            let byte = text[position]
            if byte == UInt8(ascii: " ") || byte == UInt8(ascii: "_") {
                position += 1
                return
            }
            if wordSplit, byte.isWhitespace { return }
            guard name.isMerge ? addToMerge(byte, name) : addToPattern(byte, name) else {
                throw .invalidModifier(byte)
            }
            position += 1
        }
    }

    private mutating func addToPattern(_ byte: UInt8, _ name: FilterRuleName) -> Bool {
        guard byte == UInt8(ascii: "!") else { return addToAny(byte, name) }
        isNegated = true
        return true
    }

    private mutating func addToMerge(_ byte: UInt8, _ name: FilterRuleName) -> Bool {
        switch byte {
        case UInt8(ascii: "-"), UInt8(ascii: "+"):
            if barePatterns != nil { return false }
            barePatterns = byte == UInt8(ascii: "+")
        case UInt8(ascii: "e"): excludesItself = true
        case UInt8(ascii: "n"): isNotInherited = true
        case UInt8(ascii: "w"): splitsWords = true
        default: return addToAny(byte, name)
        }
        return true
    }

    private mutating func addToAny(_ byte: UInt8, _ name: FilterRuleName) -> Bool {
        switch byte {
        case UInt8(ascii: "/"): isAbsolute = true
        case UInt8(ascii: "p"): isPerishable = true
        case UInt8(ascii: "x"): matchesAttributes = true
        case UInt8(ascii: "C") where name.sides.isEmpty && barePatterns == nil:
            isCVS = true
            barePatterns = false
            splitsWords = true
            isNotInherited = true
        case UInt8(ascii: "s") where name.sides.isEmpty: sides.insert(.sender)
        case UInt8(ascii: "r") where name.sides.isEmpty: sides.insert(.receiver)
        default: return false
        }
        return true
    }
}
