internal import FerryCore
internal import FerryDelta

/// An old content at the destination that a new file may be composed from, and what is known of it.
struct Basis: Sendable {
    /// The file, pinned to this version: copying from another one fails.
    let entry: Entry
    let signature: Signature
    let origin: Origin

    /// Where the signature comes from. Whatever that is, a wrong one costs nothing but time as long as the composed file's
    /// content is compared with the source's. Where that cannot be done, the origin decides.
    enum Origin: Sendable {
        /// Computed by this run, here or at the far side, from the bytes of that very version, which copies are pinned to:
        /// what is composed is what was meant, even unconfirmed.
        case computed
        /// Computed by an earlier run, and kept: it was true of what had this size and version then. Must be confirmed.
        case remembered
        /// Found beside the data: a claim of whoever wrote it there. Must be confirmed.
        case published
    }

    /// Whether a file that is composed from it may be committed without its content being confirmed.
    var isTrusted: Bool {
        switch origin {
        case .computed: true
        case .remembered, .published: false
        }
    }
}
