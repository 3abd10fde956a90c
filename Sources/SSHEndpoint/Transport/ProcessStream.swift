public import FerryCore
public import FerryEndpoints

/// A stream to a server through a child process, such as ssh.
public final class ProcessStream: ByteStream {
    private let child: ChildProcess
    private let service: SSHService
    /// Nil where there is none, or nothing more is to be asked of it.
    private let hostKey: ShownHostKey?

    /// Starts a program that speaks SFTP, or connects to one that does.
    public init(
        running command: [String], cancellation: Cancellation = Cancellation()
    ) throws(ConnectionFailure) {
        child = try ChildProcess(command, adding: [:], cancellation)
        service = .sftp
        hostKey = nil
    }

    /// Starts a service on a host through ssh.
    ///
    /// - Parameters:
    ///   - explains: Whether it is worth another attempt to tell which host key was refused.
    ///   - tell: Told what ssh wants the user to do.
    public init(
        to target: SSHTarget, starting service: SSHService, _ options: SSHOptions, explains: Bool = true,
        cancellation: Cancellation = Cancellation(), telling tell: (@Sendable (String) -> Void)? = nil
    ) throws(ConnectionFailure) {
        hostKey = explains ? ShownHostKey(of: target, options, cancellation) : nil
        let command = SSHCommand(target, options, starting: service)
        child = try ChildProcess(
            command.words, adding: command.variables, cancellation,
            telling: options.interaction == .user ? tell : nil)
        self.service = service
    }

    public func read(
        into buffer: UnsafeMutableRawBufferPointer, waiting milliseconds: Int32
    ) throws(ConnectionFailure) -> Int? {
        do throws(ConnectionFailure) {
            return try child.stream.read(into: buffer, waiting: milliseconds)
        } catch {
            // It may wait for a password; later on, others may share its connection.
            if error.code == .cancelled && error.whileConnecting { child.terminate() }
            throw error
        }
    }

    public func write(_ bytes: UnsafeRawBufferPointer, patience: Int?) throws(ConnectionFailure) {
        try child.stream.write(bytes, patience: patience)
    }

    public func close() {
        child.stream.close()
    }

    public func diagnosis() -> ConnectionFailure {
        let status = child.exitStatus()
        return SSHDiagnosis.failure(status: status, lastWords: child.lastWords, of: service, hostKey: hostKey?.ask)
    }
}
