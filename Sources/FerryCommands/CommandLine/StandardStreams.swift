internal import Glibc

/// The descriptors 0, 1 and 2.
enum StandardStreams {
    /// Makes sure that each is open: a file that got the number of a closed one would be read as input, or messages
    /// would end up in it. What was closed still cannot be used: reading standard input and writing the others fail.
    static func claim() {
        for number in STDIN_FILENO...STDERR_FILENO where fcntl(number, F_GETFD) < 0 {
            _ = open("/dev/null", number == STDIN_FILENO ? O_WRONLY : O_RDONLY)
        }
    }
}
