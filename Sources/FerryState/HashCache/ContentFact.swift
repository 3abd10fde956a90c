public import FerryCore

/// Something that reading a file once tells, and that stays true as long as the file does.
public enum ContentFact: Hashable, Sendable {
    case digest(DigestAlgorithm)
    /// See `LineCount`; eight bytes, the lowest first.
    case lineCount

    /// What its rows are found by.
    var name: String {
        switch self {
        case .digest(let algorithm): algorithm.rawValue
        case .lineCount: "lines"
        }
    }

    /// In bytes.
    var length: Int {
        switch self {
        case .digest(let algorithm): algorithm.digestLength
        case .lineCount: 8
        }
    }
}
