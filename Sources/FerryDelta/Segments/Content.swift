public import FerryCore

/// Content that is read once, from beginning to end.
public enum Content {
    case file(any RandomAccessBytes)
    /// Of unknown length.
    case stream(any SequentialBytes)

    /// In bytes, where it is known.
    public var size: Int? {
        switch self {
        case .file(let file): file.size
        case .stream: nil
        }
    }
}
