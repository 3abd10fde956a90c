/// The flags of `--debug` (rsync, `--debug=help`).
public enum DebugFlag: String, OutputFlag {
    case acl, backup, bind, chdir, connect, cmd, del, deltasum, dup, exit, filter, flist, fuzzy, genr, hash, hlink
    case iconv, io, nstr, own, proto, recv, send, time

    public static let option = "debug"
    public static let addedByVerbosity = [
        "", "",
        "BIND,CONNECT,CMD,DEL,DELTASUM,DUP,FILTER,FLIST,ICONV",
        "ACL,BACKUP,CONNECT2,DEL2,DELTASUM2,EXIT,FILTER2,FLIST2,FUZZY,GENR,OWN,RECV,SEND,TIME",
        "CMD2,DEL3,DELTASUM3,EXIT2,FLIST3,ICONV2,OWN2,PROTO,TIME2",
        "CHDIR,DELTASUM4,FLIST4,FUZZY2,HASH,HLINK",
    ]

    public var summary: String {
        switch self {
        case .acl: "Debug extra ACL info"
        case .backup: "Debug backup actions (levels 1-2)"
        case .bind: "Debug socket bind actions"
        case .chdir: "Debug when the current directory changes"
        case .connect: "Debug connection events (levels 1-2)"
        case .cmd: "Debug commands+options that are issued (levels 1-2)"
        case .del: "Debug delete actions (levels 1-3)"
        case .deltasum: "Debug delta-transfer checksumming (levels 1-4)"
        case .dup: "Debug weeding of duplicate names"
        case .exit: "Debug exit events (levels 1-3)"
        case .filter: "Debug filter actions (levels 1-3)"
        case .flist: "Debug file-list operations (levels 1-4)"
        case .fuzzy: "Debug fuzzy scoring (levels 1-2)"
        case .genr: "Debug generator functions"
        case .hash: "Debug hashtable code"
        case .hlink: "Debug hard-link actions (levels 1-3)"
        case .iconv: "Debug iconv character conversions (levels 1-2)"
        case .io: "Debug I/O routines (levels 1-4)"
        case .nstr: "Debug negotiation strings"
        case .own: "Debug ownership changes in users & groups (levels 1-2)"
        case .proto: "Debug protocol information"
        case .recv: "Debug receiver functions"
        case .send: "Debug sender functions"
        case .time: "Debug setting of modified times (levels 1-2)"
        }
    }
}
