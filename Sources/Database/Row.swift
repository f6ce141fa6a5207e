// SPDX-License-Identifier: Apache-2.0

import CSQLite

/// The current row of a query, valid during the call that receives it.
///
/// A getter answers nil when the column is NULL, is of another storage class or does not exist.
public struct Row: ~Copyable {
    private let handle: OpaquePointer
    private let columns: Int32

    init(_ handle: OpaquePointer) {
        self.handle = handle
        columns = sqlite3_data_count(handle)
    }

    /// The integer in a column.
    public func int64(_ column: Int) -> Int64? {
        index(column, of: SQLITE_INTEGER).map { sqlite3_column_int64(handle, $0) }
    }

    /// The floating-point number in a column.
    public func double(_ column: Int) -> Double? {
        index(column, of: SQLITE_FLOAT).map { sqlite3_column_double(handle, $0) }
    }

    /// The text in a column; bytes that are not UTF-8 are replaced by U+FFFD.
    public func text(_ column: Int) -> String? {
        guard let index = index(column, of: SQLITE_TEXT), let text = sqlite3_column_text(handle, index) else {
            return nil
        }
        let count = Int(sqlite3_column_bytes(handle, index))
        return String(decoding: UnsafeBufferPointer(start: text, count: count), as: UTF8.self)
    }

    /// The bytes in a column.
    public func blob(_ column: Int) -> [UInt8]? {
        guard let index = index(column, of: SQLITE_BLOB) else { return nil }
        // SQLite answers a null pointer for an empty blob, which is not NULL.
        guard let bytes = sqlite3_column_blob(handle, index) else { return [] }
        return [UInt8](UnsafeRawBufferPointer(start: bytes, count: Int(sqlite3_column_bytes(handle, index))))
    }

    /// Whether a column is NULL or does not exist.
    public func isNull(_ column: Int) -> Bool {
        value(column) == .null
    }

    /// What a column holds, whatever it is.
    public func value(_ column: Int) -> DatabaseValue {
        if let integer = int64(column) { return .integer(integer) }
        if let real = double(column) { return .real(real) }
        if let text = text(column) { return .text(text) }
        if let blob = blob(column) { return .blob(blob) }
        return .null
    }

    private func index(_ column: Int, of storageClass: Int32) -> Int32? {
        guard let index = Int32(exactly: column), index >= 0, index < columns,
            sqlite3_column_type(handle, index) == storageClass
        else { return nil }
        return index
    }
}
