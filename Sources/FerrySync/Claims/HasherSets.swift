internal import FerryCore

/// Hashers by what they compute, to be used again: one costs more to set up than a small file to hash. On one thread.
final class HasherSets {
    private var sets: [HasherSet] = []

    func hashers(_ algorithms: [DigestAlgorithm]) -> HasherSet {
        if let set = sets.first(where: { $0.algorithms == algorithms }) { return set }
        sets.append(HasherSet(algorithms))
        return sets[sets.count - 1]
    }
}
