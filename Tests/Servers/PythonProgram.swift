package import Harness

/// A program of `scripts/python-programs.tsv`, unpacked into the cache.
package enum PythonProgram {
    /// Unpacks it, which takes seconds once and nothing after that.
    package static let bagit = program("bagit", module: "bagit.py")
    /// Where the modules of moto are.
    static var moto: String { UnpackingScript.run("unpack-python", "moto") }

    /// The directory of a library that servers in Python are made of.
    package static let pyftpdlib = UnpackingScript.run("unpack-python", "pyftpdlib")

    private static func program(_ name: String, module: String) -> Program {
        Program("python3", leading: [UnpackingScript.run("unpack-python", name) + "/" + module])
    }
}
