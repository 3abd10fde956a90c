internal import FerryCore
internal import FerryManifest
internal import Synchronization

/// Sums up the payload that a verification meets, and passes everything on.
final class PayloadObserver: FindingObserver {
    private struct State {
        var total = PayloadOxum()
        var isUnknown = false
        var missing: [RelativePath] = []
        var extra: [RelativePath] = []
    }

    private let next: any FindingObserver<RecordFinding>
    private let state = Mutex(State())
    /// Names that are missing or extra are kept up to this number, to find those that differ in their Unicode form only.
    private static let mostNames = 10_000

    init(_ next: any FindingObserver<RecordFinding>) {
        self.next = next
    }

    func observe(_ event: FindingEvent<RecordFinding>) {
        if case .finding(let finding) = event, finding.path.isInside(BagPath.payload) {
            state.withLock { Self.add(finding, to: &$0) }
        }
        next.observe(event)
    }

    private static func add(_ finding: RecordFinding, to state: inout State) {
        if let entry = finding.entry, entry.kind == .file { state.total.add(size: entry.size) }
        switch finding.verdict {
        case .missing where state.missing.count < mostNames: state.missing.append(finding.path)
        case .extra where state.extra.count < mostNames: state.extra.append(finding.path)
        case .unreadable: state.isUnknown = true
        default: break
        }
    }

    /// Nil when a file could not be looked at.
    var total: PayloadOxum? { state.withLock { $0.isUnknown ? nil : $0.total } }

    /// Missing names that are there in another Unicode normalisation form (RFC 8493, section 5.2.2).
    func renormalized() -> [RelativePath] {
        state.withLock { state in
            // Strings are equal where they are canonically equivalent.
            let extra = Set(state.extra.map { String(decoding: $0.bytes, as: UTF8.self) })
            return state.missing.filter { extra.contains(String(decoding: $0.bytes, as: UTF8.self)) }
        }
    }
}
