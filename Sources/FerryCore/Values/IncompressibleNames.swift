/// Files whose names say that compressing them gains nothing (`--skip-compress`).
public struct IncompressibleNames: Hashable, Sendable {
    /// Without dots and in lower case, as `gz`; `[...]` stands for one of several characters.
    public let suffixes: [String]
    private let exact: Set<[UInt8]>
    private let patterns: [[UInt8]]

    public init(suffixes: [String]) {
        self.suffixes = suffixes.map { $0.lowercased() }
        let bytes = self.suffixes.map { Array($0.utf8) }
        exact = Set(bytes.filter { !$0.contains(UInt8(ascii: "[")) })
        patterns = bytes.filter { $0.contains(UInt8(ascii: "[")) }
    }

    /// Reads suffixes separated by slashes, as rsync does.
    public init(parsing text: String) {
        self.init(suffixes: text.split(separator: "/").map(String.init))
    }

    public func contains(_ name: some BidirectionalCollection<UInt8>) -> Bool {
        guard let dot = name.lastIndex(of: UInt8(ascii: ".")) else { return false }
        let suffix = name[name.index(after: dot)...].map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }
        return exact.contains(suffix) || patterns.contains { Wildcard.matches($0, suffix) }
    }

    /// rsync's own list.
    public static let usual = IncompressibleNames(
        parsing: """
            3g2/3gp/7z/aac/ace/apk/avi/bz2/deb/dmg/ear/f4v/flac/flv/gpg/gz/iso/jar/jpeg/jpg/lrz/lz/lz4/lzma/lzo/m1a/m1v/\
            m2a/m2ts/m2v/m4a/m4b/m4p/m4r/m4v/mka/mkv/mov/mp1/mp2/mp3/mp4/mpa/mpeg/mpg/mpv/mts/odb/odf/odg/odi/odm/odp/\
            ods/odt/oga/ogg/ogm/ogv/ogx/opus/otg/oth/otp/ots/ott/oxt/png/qt/rar/rpm/rz/rzip/spx/squashfs/sxc/sxd/sxg/sxm/\
            sxw/sz/tbz/tbz2/tgz/tlz/ts/txz/tzo/vob/war/webm/webp/xz/z/zip/zst
            """)
}
