/// The statuses of `ferry delta`, which are rdiff's.
enum DeltaStatus: Int32 {
    case done = 0
    case inputOutput = 100
    case usage = 101
    case inputEnded = 103
    case badMagic = 104
    case parameter = 107
    case corrupt = 108
}
