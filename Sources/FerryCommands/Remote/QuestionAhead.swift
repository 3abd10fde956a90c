internal import FerryCore

/// A question that is asked while others are, on a thread of its own: far away, questions that need nothing of each other cost one
/// round trip together.
final class QuestionAhead<Answer: Sendable>: Sendable {
    private let answer: Monitor<Result<Answer, UsageError>?>
    private let thread: WorkerThread

    init(_ ask: @escaping @Sendable () throws(UsageError) -> Answer) {
        let answer = Monitor<Result<Answer, UsageError>?>(nil)
        self.answer = answer
        thread = WorkerThread {
            let result: Result<Answer, UsageError>
            do throws(UsageError) {
                result = .success(try ask())
            } catch {
                result = .failure(error)
            }
            answer.update { $0 = result }
        }
    }

    deinit {
        thread.join()
    }

    func get() throws(UsageError) -> Answer {
        try answer.wait { $0 }.get()
    }
}
