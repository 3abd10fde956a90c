internal import FerryDelta

/// Shows content to two observers.
final class ObserverPair: ContentObserver {
    private let first: any ContentObserver
    private let second: (any ContentObserver)?

    init(_ first: any ContentObserver, _ second: (any ContentObserver)?) {
        self.first = first
        self.second = second
    }

    func observe(_ bytes: UnsafeRawBufferPointer) {
        first.observe(bytes)
        second?.observe(bytes)
    }
}
