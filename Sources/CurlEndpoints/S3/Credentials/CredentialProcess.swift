internal import Glibc

/// A program that prints credentials ("Sourcing credentials with an external process").
struct CredentialProcess {
    let command: String

    func fetch() throws(CredentialFailure) -> Credentials {
        // What comes on standard input is the user's data, and not for it.
        guard let pipe = popen("exec </dev/null\n\(command)", "re") else {
            throw CredentialFailure("credential_process cannot be started")
        }
        var output: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 4096)
        while case let count = fread(&chunk, 1, chunk.count, pipe), count > 0 { output += chunk[..<count] }
        let status = pclose(pipe)
        guard status == 0 else {
            throw CredentialFailure("credential_process failed with status \((status >> 8) & 0xFF)")
        }
        return try CredentialDocument.credentials(output, from: "credential_process")
    }
}
