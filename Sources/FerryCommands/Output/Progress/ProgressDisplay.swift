internal import FerrySync

/// Shows how a run gets on. Called from several threads.
protocol ProgressDisplay: Sendable {
    /// The run begins.
    func begin()
    /// What is printed of a file while it is being sent; nil for nothing.
    @discardableResult func update(_ progress: Progress) -> PartialItem?
    /// What is printed behind the line of an item; nil for nothing.
    func trailer(for item: ItemReport) -> ItemTrailer?
    /// Another line is about to be printed; what has to come before it.
    func interruption() -> [UInt8]
    /// The run is over; nothing transient stays.
    func end()
}

/// What is printed of a file that is not done yet.
struct PartialItem {
    let item: ItemReport
    /// Whether the item's own line has to come first.
    let isFirst: Bool
    let text: [UInt8]
}

/// What is printed of a file that is done.
struct ItemTrailer {
    let text: [UInt8]
    /// The item's own line was printed when it was begun.
    let wasNamed: Bool
}
