internal import FerryDelta

extension DeltaError {
    /// One line for the user; `input` is the file that could be the damaged one.
    func message(of input: String) -> String {
        if case .damaged = self { return "cannot use '\(input)': \(message)" }
        return message
    }

    /// One line for the user.
    var message: String {
        switch self {
        case .reading(let cause), .writing(let cause): (cause as? FileFailure)?.message ?? "\(cause)"
        case .truncatedWhileReading: "a file became shorter while it was read"
        case .wrongOldFile: "the delta was made for another file than this one"
        case .wrongResult: "the patched file is not the one that the delta was made from"
        case .damaged(let format, let damage): damage.message(of: format.rawValue)
        }
    }
}

extension DeltaError.Damage {
    fileprivate func message(of format: String) -> String {
        switch self {
        case .wrongMagic: "this is no \(format)"
        case .truncated: "the \(format) is truncated"
        case .trailingBytes: "the \(format) is damaged: bytes follow its end"
        case .invalidField(let field): "the \(format) is damaged: its \(field) cannot be"
        case .copyOutOfRange(let offset, let length):
            "the \(format) is damaged, or for another file: it copies \(length) bytes at \(offset)"
        }
    }
}
