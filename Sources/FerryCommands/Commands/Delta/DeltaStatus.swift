internal import FerryDelta

/// The statuses of `ferry delta`, which are rdiff's.
enum DeltaStatus: Int32 {
    case done = 0
    case inputOutput = 100
    case usage = 101
    case inputEnded = 103
    case badMagic = 104
    case corrupt = 106
    case parameter = 108
}

extension DeltaStatus {
    init(_ error: DeltaError) {
        switch error {
        case .reading, .writing, .truncatedWhileReading: self = .inputOutput
        case .wrongOldFile, .wrongResult: self = .corrupt
        case .damaged(_, .wrongMagic): self = .badMagic
        case .damaged(_, .truncated), .damaged(_, .copyOutOfRange): self = .inputEnded
        case .damaged(_, .trailingBytes), .damaged(_, .invalidField): self = .corrupt
        }
    }
}
