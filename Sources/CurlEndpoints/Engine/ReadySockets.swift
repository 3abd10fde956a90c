internal import CCurl
internal import Glibc

/// Waits for sockets, which costs the same however many there are.
struct ReadySockets: ~Copyable {
    private let descriptor = epoll_create1(Int32(EPOLL_CLOEXEC))
    private var known: Set<Int32> = []
    private var events = [epoll_event](repeating: epoll_event(), count: 64)

    deinit {
        close(descriptor)
    }

    /// What a socket is to be waited for. Neither of both: no longer.
    mutating func watch(_ socket: Int32, reading: Bool, writing: Bool) {
        var event = epoll_event()
        event.events = (reading ? EPOLLIN.rawValue : 0) | (writing ? EPOLLOUT.rawValue : 0)
        event.data.fd = socket
        if !reading && !writing {
            known.remove(socket)
            epoll_ctl(descriptor, EPOLL_CTL_DEL, socket, nil)
        } else {
            let isNew = known.insert(socket).inserted
            epoll_ctl(descriptor, isNew ? EPOLL_CTL_ADD : EPOLL_CTL_MOD, socket, &event)
        }
    }

    struct Ready {
        let socket: Int32
        let canRead: Bool
        let canWrite: Bool
        let hasFailed: Bool
    }

    /// - Parameter timeout: Milliseconds; negative waits without end.
    mutating func wait(timeout: Int32) -> [Ready] {
        let count = epoll_wait(descriptor, &events, Int32(events.count), timeout)
        return events.prefix(Int(max(0, count))).map { event in
            Ready(
                socket: event.data.fd, canRead: event.events & (EPOLLIN.rawValue | EPOLLHUP.rawValue) != 0,
                canWrite: event.events & EPOLLOUT.rawValue != 0, hasFailed: event.events & EPOLLERR.rawValue != 0)
        }
    }
}
