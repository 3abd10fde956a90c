import EndpointConformance
import FerryEndpoints

extension Subject {
    /// A fresh store with all that the suite can ask for, in the decorators that are to be examined.
    static func memory(
        _ memory: MemoryOptions = MemoryOptions(), _ options: DecoratorOptions = DecoratorOptions()
    ) -> Subject {
        let endpoint = MemoryEndpoint(memory)
        return Subject(
            decorated(endpoint, with: options), forbid: { try endpoint.forbid($0) }, holdsLargeFiles: true,
            largeDirectory: 200, repeatsLostCalls: options.faults != nil)
    }
}
