internal import FuzzDriver
internal import SSHEndpoint

// No message of a server does more than be refused.

Fuzzer.run { input in
    ServerMessages.read(Array(input))
}
