// SPDX-License-Identifier: Apache-2.0

import CSQLite
import Glibc

/// Why the database refused or failed, in terms a caller can decide on.
public struct DatabaseError: Error, Sendable, Hashable {
    /// What went wrong, as far as it makes a difference to the caller.
    public enum Kind: Sendable, Hashable {
        /// The file cannot be made or opened: a missing directory, no permission, not a file.
        case cannotOpen
        /// The file, its directory or its file system cannot be written.
        case readOnly
        /// The file is damaged or is not a database.
        case corrupt
        /// The disk, the quota or the configured size is exhausted.
        case full
        /// Another process kept the file locked for longer than the busy timeout.
        case busy
        /// A later version of the program wrote the file.
        case newerSchema
        /// The migrations recorded in the file are not those of this program.
        case migrationMismatch
        /// A statement broke a constraint of the schema.
        case constraint
        /// A value is longer than `DatabaseOptions.maximumValueBytes`.
        case tooLarge
        /// Reading, writing or syncing the file failed.
        case inputOutput
        /// There is no memory left.
        case outOfMemory
        /// Too many jobs wait; this one was not queued.
        case overloaded
        /// The database was closed before the job was queued.
        case closed
        /// The calling code is wrong: bad SQL, missing values, a write in a read.
        case misuse
        /// Something else; the code says what.
        case other
    }

    /// What went wrong.
    public let kind: Kind
    /// SQLite's extended result code, or 0 when SQLite was not asked.
    public let code: Int32
    /// What went wrong, for a person.
    public let message: String

    init(_ kind: Kind, code: Int32 = 0, _ message: String) {
        self.kind = kind
        self.code = code
        self.message = message
    }

    /// Makes the error that answers a result code of SQLite.
    ///
    /// - Parameter connection: knows what the system said where the code tells only that it failed.
    init(code: Int32, of connection: OpaquePointer?, _ message: String) {
        var kind = Kind(code: code)
        // A quota and a limit on the size of files, and the index that processes share.
        if kind == .inputOutput, code == Self.noRoomForIndex || Self.isFull(sqlite3_system_errno(connection)) {
            kind = .full
        }
        self.init(kind, code: code, message)
    }

    /// SQLITE_IOERR_SHMSIZE, a macro that is computed.
    private static let noRoomForIndex = SQLITE_IOERR | 19 << 8

    /// Whether the system says that there is no room.
    static func isFull(_ code: Int32) -> Bool { [ENOSPC, EDQUOT, EFBIG].contains(code) }
}

extension DatabaseError: CustomStringConvertible {
    /// The message, and SQLite's code and words for it where it gave one.
    public var description: String {
        guard code != 0, let meaning = sqlite3_errstr(code) else { return message }
        return "\(message) (SQLite \(code): \(String(cString: meaning)))"
    }
}

extension DatabaseError.Kind {
    init(code: Int32) {
        // The low byte is the primary code; the rest only refines it.
        self =
            switch code & 0xFF {
            case SQLITE_CANTOPEN, SQLITE_PERM, SQLITE_AUTH: .cannotOpen
            case SQLITE_READONLY: .readOnly
            case SQLITE_CORRUPT, SQLITE_NOTADB: .corrupt
            case SQLITE_FULL: .full
            case SQLITE_BUSY, SQLITE_LOCKED, SQLITE_PROTOCOL: .busy
            case SQLITE_CONSTRAINT, SQLITE_MISMATCH: .constraint
            case SQLITE_TOOBIG: .tooLarge
            case SQLITE_IOERR, SQLITE_NOLFS: .inputOutput
            case SQLITE_NOMEM: .outOfMemory
            case SQLITE_ERROR, SQLITE_MISUSE, SQLITE_RANGE: .misuse
            default: .other
            }
    }
}
