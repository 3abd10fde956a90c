/// Which behaviours an endpoint gets; nil leaves one out. Endpoints of one run share limits by sharing these objects.
public struct DecoratorOptions: Sendable {
    public var faults: FaultPlan?
    public var connections: ConnectionLimit?
    public var retry: RetryPolicy?
    public var bandwidth: TokenBucket?

    public init(
        faults: FaultPlan? = nil, connections: ConnectionLimit? = nil, retry: RetryPolicy? = nil,
        bandwidth: TokenBucket? = nil
    ) {
        self.faults = faults
        self.connections = connections
        self.retry = retry
        self.bandwidth = bandwidth
    }
}

/// Stacks the decorators around an endpoint: the one place that knows their order.
///
/// From the inside: faults strike where the network would. The connection limit lies below the retries, so that nobody
/// holds a connection while waiting for the next attempt. The bandwidth lies outermost: it cuts writes into slices, of
/// which each is retried by itself.
public func decorated(_ endpoint: any Endpoint, with options: DecoratorOptions) -> any Endpoint {
    var stack = endpoint
    if let faults = options.faults { stack = FaultyEndpoint(stack, faults) }
    if let connections = options.connections { stack = LimitedEndpoint(stack, connections) }
    if let retry = options.retry { stack = RetryingEndpoint(stack, retry) }
    if let bandwidth = options.bandwidth { stack = ThrottledEndpoint(stack, bandwidth) }
    return stack
}
