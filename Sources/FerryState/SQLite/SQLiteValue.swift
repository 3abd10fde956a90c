internal import CSQLite

/// A parameter of a statement.
enum SQLiteValue: Sendable {
    case integer(Int64)
    case blob([UInt8])

    func bind(to statement: OpaquePointer, at index: CInt) -> CInt {
        switch self {
        case .integer(let number): sqlite3_bind_int64(statement, index, number)
        case .blob(let bytes):
            bytes.withUnsafeBytes { ferry_bind_blob(statement, index, $0.baseAddress, UInt64($0.count)) }
        }
    }
}

/// The row that a statement stands at, for as long as it does.
struct Row: ~Copyable {
    private let statement: OpaquePointer

    init(_ statement: OpaquePointer) {
        self.statement = statement
    }

    func integer(_ column: CInt) -> Int64 { sqlite3_column_int64(statement, column) }

    func blob(_ column: CInt) -> [UInt8] {
        guard let bytes = sqlite3_column_blob(statement, column) else { return [] }
        return Array(UnsafeRawBufferPointer(start: bytes, count: Int(sqlite3_column_bytes(statement, column))))
    }

    func text(_ column: CInt) -> String { String(decoding: blob(column), as: UTF8.self) }
}
