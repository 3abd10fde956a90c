package import FerryEndpoints

/// A stream to a server through a child process, such as ssh.
package final class ProcessStream: ByteStream {
    private let child: ChildProcess

    package init(running command: [String], adding variables: [String: String] = [:]) throws(ConnectionFailure) {
        child = try ChildProcess(command, adding: variables)
    }

    package func read(
        into buffer: UnsafeMutableRawBufferPointer, waiting milliseconds: Int32
    ) throws(ConnectionFailure) -> Int? {
        try child.stream.read(into: buffer, waiting: milliseconds)
    }

    package func write(_ bytes: UnsafeRawBufferPointer, patience: Int?) throws(ConnectionFailure) {
        try child.stream.write(bytes, patience: patience)
    }

    package func close() {
        child.stream.close()
    }

    package func diagnosis() -> ConnectionFailure {
        SSHDiagnosis.failure(status: child.exitStatus(), lastWords: child.lastWords)
    }
}
