extension Array {
    /// Cuts it into pieces of at most `count` elements.
    public func groups(of count: Int) -> [[Element]] {
        stride(from: 0, to: self.count, by: count).map { Array(self[$0..<Swift.min($0 + count, self.count)]) }
    }
}
