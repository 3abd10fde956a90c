package import Harness

/// A program of `scripts/python-programs.tsv`, unpacked into the cache.
package enum PythonProgram {
    /// Unpacks it, which takes seconds once and nothing after that.
    package static let bagit = program("bagit", module: "bagit.py")
    /// Where the modules of moto are.
    static var moto: String { UnpackingScript.run("unpack-python", "moto") }

    /// The directories of libraries that servers in Python are made of.
    package static let pyftpdlib = modules(of: "pyftpdlib")
    static let asyncssh = modules(of: "asyncssh")
    static let wsgidav = modules(of: "wsgidav")

    /// The directory that holds a program's modules and those that it needs.
    private static func modules(of name: String) -> String { UnpackingScript.run("unpack-python", name) }

    private static func program(_ name: String, module: String) -> Program {
        Program("python3", leading: [modules(of: name) + "/" + module])
    }
}
