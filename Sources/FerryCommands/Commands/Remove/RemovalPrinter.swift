internal import FerryCore
internal import FerryEndpoints
internal import FerrySync

/// Prints what goes, and what could not.
struct RemovalPrinter: RemovalObserver {
    let console: Console
    let isVerbose: Bool

    func removed(_ entry: Entry) {
        if isVerbose { console.print(NameText().bytes(entry)) }
    }

    func removedLeftovers(_ count: Int, in directory: RelativePath) {
        if isVerbose { console.print("\(directory)/: \(count) unfinished \(count == 1 ? "file" : "files")") }
    }

    func failed(_ error: EndpointError) {
        console.printError("ferry: \(error)")
    }
}
