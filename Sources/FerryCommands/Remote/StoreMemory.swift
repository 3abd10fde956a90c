internal import CurlEndpoints
internal import FerryState

/// Which object stores have refused to copy.
struct StoreMemory: CopyMemory {
    let state: StateStore

    func isKnownToRefuse(_ store: String) -> Bool { state.refusesCopies(Array(store.utf8)) }

    func rememberRefusal(_ store: String) { state.rememberRefusedCopy(Array(store.utf8)) }
}
