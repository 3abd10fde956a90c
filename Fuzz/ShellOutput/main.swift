internal import FerryEndpoints
internal import FuzzDriver
internal import SSHEndpoint

// What a host's stat and readlink print is read, or refused.

Fuzzer.run { input in
    do throws(ConnectionFailure) { _ = try DirectoryOutput(Array(input)) } catch {}
    return true
}
