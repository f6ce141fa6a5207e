// SPDX-License-Identifier: Apache-2.0

import Glibc

/// The file of a database on disk, and the messages about it.
struct DatabaseFile {
    let path: String

    init(path: String) {
        // SQLite gives names like ":memory:" a meaning; a path never has one.
        self.path = path.hasPrefix("/") ? path : "./\(path)"
    }

    /// Opens the file, making it first where there is none, and brings its schema up to date.
    func open(migrations: [Migration], options: DatabaseOptions) throws(DatabaseError) -> Connection {
        try create()
        do throws(DatabaseError) {
            return try connect(migrations, options)
        } catch {
            guard error.kind == .corrupt, options.damagedFile == .setAside else { throw explained(error) }
        }
        try setAside()
        try create()
        do throws(DatabaseError) { return try connect(migrations, options) } catch { throw explained(error) }
    }

    /// Opens a file that is there with the schema that it has, to be read.
    func openUnchanged(options: DatabaseOptions) throws(DatabaseError) -> Connection {
        do throws(DatabaseError) { return try connect(options) } catch { throw explained(error) }
    }

    private func connect(_ migrations: [Migration], _ options: DatabaseOptions) throws(DatabaseError) -> Connection {
        let connection = try connect(options)
        try connection.migrate(migrations)
        return connection
    }

    /// Without room for the index that processes share, the file is opened for this one alone, which needs none.
    private func connect(_ options: DatabaseOptions) throws(DatabaseError) -> Connection {
        do throws(DatabaseError) {
            return try Connection(path: path, options: options)
        } catch {
            guard error.kind == .full else { throw error }
            return try Connection(path: path, options: options, isAlone: true)
        }
    }

    /// Makes the file readable for its owner alone; SQLite gives its companions the same mode.
    private func create() throws(DatabaseError) {
        // An existing file must not be opened here: closing the descriptor would drop the locks of this process on it.
        let descriptor = Glibc.open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        if descriptor >= 0 {
            Glibc.close(descriptor)
        } else if errno != EEXIST {
            let kind: DatabaseError.Kind = DatabaseError.isFull(errno) ? .full : .cannotOpen
            throw DatabaseError(kind, "\(path) cannot be made: \(systemMessage(errno))\(advice(errno))")
        } else if access(path, R_OK | W_OK) != 0 {
            throw DatabaseError(.readOnly, "\(path) cannot be written: \(systemMessage(errno))\(advice(errno))")
        }
    }

    private func setAside() throws(DatabaseError) {
        var number = 1
        while access("\(path).corrupt-\(number)", F_OK) == 0 { number += 1 }
        // The write-ahead log belongs to the damaged file: left behind, it would be played into the new one.
        for suffix in ["-wal", "-shm", ""] where access(path + suffix, F_OK) == 0 {
            guard rename(path + suffix, "\(path).corrupt-\(number)\(suffix)") == 0 else {
                throw DatabaseError(.cannotOpen, "\(path)\(suffix) cannot be renamed: \(systemMessage(errno))")
            }
        }
    }

    private func explained(_ error: DatabaseError) -> DatabaseError {
        var message = error.message.hasPrefix(path) ? error.message : "\(path): \(error.message)"
        if error.kind == .corrupt {
            message += "; it is damaged or not a database: restore a copy, or move it away to begin a new one"
        }
        return DatabaseError(error.kind, code: error.code, message)
    }

    private func advice(_ code: Int32) -> String {
        switch code {
        case ENOENT: "; make its directory first"
        case EACCES, EPERM: "; its directory must be writable for user id \(geteuid())"
        default: ""
        }
    }

    private func systemMessage(_ code: Int32) -> String {
        strerror(code).map { String(cString: $0) } ?? "error \(code)"
    }
}
