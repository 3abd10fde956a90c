public import FerryCore

/// The last line of a run that did not go as asked, in rsync's words.
public enum ExitLine {
    /// `rsync error: some files/attrs were not transferred (see previous errors) (code 23) at ferry 0.1`; nil for
    /// success.
    public static func text(for status: ExitStatus) -> String? {
        guard let name = name(of: status) else { return nil }
        let kind = status == .vanished ? "warning" : "error"
        return "rsync \(kind): \(name) (code \(status.rawValue)) at \(ProgramVersion.line)"
    }

    private static func name(of status: ExitStatus) -> String? {
        switch status {
        case .success: nil
        case .usage: "syntax or usage error"
        case .protocolIncompatibility: "protocol incompatibility"
        case .fileSelection: "errors selecting input/output files, dirs"
        case .notSupported: "requested action not supported"
        case .startOfProtocol: "error starting client-server protocol"
        case .socket: "error in socket IO"
        case .fileIO: "error in file IO"
        case .protocolData: "error in rsync protocol data stream"
        case .signal: "received SIGINT, SIGTERM, or SIGHUP"
        case .memory: "error allocating core memory buffers"
        case .partial: "some files/attrs were not transferred (see previous errors)"
        case .vanished: "some files vanished before they could be transferred"
        case .deleteLimit: "the --max-delete limit stopped deletions"
        case .timeout: "timeout in data send/receive"
        case .connectTimeout: "timeout waiting for daemon connection"
        }
    }
}
