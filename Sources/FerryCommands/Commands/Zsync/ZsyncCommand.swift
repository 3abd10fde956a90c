internal import FerryCore
internal import FerryDelta
internal import FerryEndpoints

/// `ferry zsync`: makes control files, and puts files together from what is there and ranges of what is published.
struct ZsyncCommand {
    let line: ZsyncCommandLine
    let context: CommandContext

    func run() throws(UsageError) -> Int32 {
        do {
            switch line.step {
            case .make(let making): try ZsyncMaking(line: making, context: context).run()
            case .get(let getting): try ZsyncGetting(line: getting, context: context).run()
            }
            return ExitStatus.success.rawValue
        } catch let error as UsageError {
            throw error
        } catch let failure as FileFailure {
            context.complain(failure.message)
            return ExitStatus.fileIO.rawValue
        } catch let error as DeltaError {
            return tell(error).rawValue
        } catch let error as EndpointError {
            return tell(error).rawValue
        } catch is Interruption {
            return ExitStatus.signal.rawValue
        } catch {
            context.complain("\(error)")
            return ExitStatus.partial.rawValue
        }
    }

    /// The file that was made by someone.
    private var controlName: String {
        guard case .get(let getting) = line.step else { return "" }
        return DisplayName.escaping(getting.control)
    }

    private func tell(_ error: EndpointError) -> ExitStatus {
        context.complain(error)
        return error.code == .cancelled ? .signal : .partial
    }

    private func tell(_ error: DeltaError) -> ExitStatus {
        switch error {
        case .reading(is Interruption), .writing(is Interruption): return .signal
        case .reading(let cause as EndpointError), .writing(let cause as EndpointError): return tell(cause)
        case .reading, .writing, .truncatedWhileReading:
            context.complain(error.message)
            return .fileIO
        case .damaged, .wrongOldFile, .wrongResult:
            context.complain(error.message(of: controlName))
            return .protocolData
        }
    }
}
