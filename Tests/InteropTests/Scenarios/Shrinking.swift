extension Scenario {
    /// A smaller scenario that still fails, and how: options, operands and entries are left out as long as it does.
    func shrunk(failing failures: [String], by compare: (Scenario) -> [String]) -> (Scenario, failures: [String]) {
        for candidate in smallerOnes {
            let remaining = compare(candidate)
            if !remaining.isEmpty { return candidate.shrunk(failing: remaining, by: compare) }
        }
        return (self, failures)
    }

    /// With one thing less, whole trees and directories before single entries.
    private var smallerOnes: [Scenario] {
        var candidates: [Scenario] = []
        // Without the lines to compare, or what is copied at all, another scenario remains.
        let kept: Set = ["-i", "-a", "-r", "-d"]
        for index in options.indices where !kept.contains(options[index][0]) {
            var candidate = self
            candidate.options.remove(at: index)
            candidates.append(candidate)
        }
        for index in operands.indices.dropLast() where operands.count > 2 {
            var candidate = self
            candidate.operands.remove(at: index)
            candidates.append(candidate)
        }
        for (name, tree) in trees {
            for path in tree.sorted.map(\.path) {
                var candidate = self
                candidate.trees[name]?.remove(path)
                candidates.append(candidate)
            }
        }
        return candidates
    }
}
