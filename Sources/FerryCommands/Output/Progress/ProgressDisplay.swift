internal import FerrySync

/// Shows how a run gets on. Called from several threads.
protocol ProgressDisplay: Sendable {
    /// The run begins.
    func begin()
    func update(_ progress: Progress)
    /// What is printed behind the line of an item; nil for nothing.
    func trailer(for item: ItemReport) -> [UInt8]?
    /// The run is over; nothing transient stays.
    func end()
}
