internal import CSSH2
internal import Glibc

/// A question of a server in keyboard-interactive authentication.
struct SSH2Prompt {
    let text: String
    /// Whether what is typed may be seen.
    let isShown: Bool
}

/// What libssh2 calls. It hands back the pointer that its session was made with, which is the wire; it speaks to an agent by the
/// same functions, over another socket.
enum SSH2Callbacks {
    static let send: ferry_ssh2_send = { socket, bytes, length, flags, context in
        guard let wire = wire(context) else { return Int(-EBADF) }
        if socket != wire.socket {
            let count = Glibc.send(socket, bytes, length, flags | CInt(MSG_NOSIGNAL))
            return count < 0 ? Int(-errno) : count
        }
        return wire.send(UnsafeRawBufferPointer(start: bytes, count: length), flags)
    }

    static let receive: ferry_ssh2_receive = { socket, buffer, length, flags, context in
        guard let wire = wire(context), let buffer else { return Int(-EBADF) }
        if socket != wire.socket {
            let count = recv(socket, buffer, length, flags)
            return count < 0 ? Int(-errno) : count
        }
        return wire.receive(into: buffer, length, flags)
    }

    /// Answers are made by malloc(3) and freed by libssh2.
    static let answer:
        @convention(c) (
            UnsafePointer<CChar>?, Int32, UnsafePointer<CChar>?, Int32, Int32,
            UnsafePointer<LIBSSH2_USERAUTH_KBDINT_PROMPT>?, UnsafeMutablePointer<LIBSSH2_USERAUTH_KBDINT_RESPONSE>?,
            UnsafeMutablePointer<UnsafeMutableRawPointer?>?
        ) -> Void = { _, _, _, _, count, prompts, responses, context in
            guard count > 0, let prompts, let responses, let answer = wire(context)?.answerPrompts else { return }
            let questions = (0..<Int(count)).map { SSH2Prompt(prompts[$0]) }
            for (index, text) in answer(questions).prefix(questions.count).enumerated() {
                responses[index].text = strdup(text)
                responses[index].length = UInt32(text.utf8.count)
            }
        }

    private static func wire(_ context: UnsafeMutablePointer<UnsafeMutableRawPointer?>?) -> SSH2Wire? {
        context?.pointee.map { Unmanaged<SSH2Wire>.fromOpaque($0).takeUnretainedValue() }
    }
}

extension SSH2Prompt {
    init(_ prompt: LIBSSH2_USERAUTH_KBDINT_PROMPT) {
        let bytes = UnsafeRawBufferPointer(start: prompt.text, count: prompt.text == nil ? 0 : Int(prompt.length))
        text = String(decoding: bytes, as: UTF8.self)
        isShown = prompt.echo != 0
    }
}
