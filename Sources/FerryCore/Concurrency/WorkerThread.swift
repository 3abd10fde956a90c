internal import Glibc

/// A thread of our own. Blocking calls belong here: Swift's shared pool must never block.
public final class WorkerThread: @unchecked Sendable {
    private var handle = pthread_t()

    /// Starts `body` on a new thread. 256 KiB of stack is enough for every worker and lets hundreds exist.
    public init(stackSize: Int = 256 * 1024, _ body: @escaping @Sendable () -> Void) {
        var attributes = pthread_attr_t()
        pthread_attr_init(&attributes)
        pthread_attr_setstacksize(&attributes, stackSize)
        defer { pthread_attr_destroy(&attributes) }
        let box = Unmanaged.passRetained(Body(run: body))
        let run: @convention(c) (UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? = { argument in
            Unmanaged<Body>.fromOpaque(argument!).takeRetainedValue().run()
            return nil
        }
        let status = pthread_create(&handle, &attributes, run, box.toOpaque())
        precondition(status == 0, "cannot start a thread: error \(status)")
    }

    /// Waits for the thread's end. Exactly one of this and `detach` is to be called, once.
    public func join() {
        pthread_join(handle, nil)
    }

    /// Lets the thread end by itself, whenever that is.
    public func detach() {
        pthread_detach(handle)
    }

    private final class Body {
        let run: @Sendable () -> Void

        init(run: @escaping @Sendable () -> Void) {
            self.run = run
        }
    }
}
