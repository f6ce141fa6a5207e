// SPDX-License-Identifier: Apache-2.0

/// A file with its schema up to date, or the way there: a disk that is full when the program starts may have room later.
///
/// Confined to one thread at a time, as its connection is.
final class Storage {
    private let open: () throws(DatabaseError) -> Connection
    private let openUnchanged: () throws(DatabaseError) -> Connection
    private var connection: Connection?
    /// Why the schema is not up to date, so that nothing can be written.
    private var refusal: DatabaseError?

    /// A connection that is ready.
    init(_ connection: Connection) {
        self.connection = connection
        open = { () throws(DatabaseError) in throw Storage.closed }
        openUnchanged = open
    }

    /// Opens a file, and brings its schema up to date.
    ///
    /// - Throws: why not; nothing where the disk is full and that is to be waited for.
    init(_ file: DatabaseFile, migrations: [Migration], options: DatabaseOptions) throws(DatabaseError) {
        open = { () throws(DatabaseError) in try file.open(migrations: migrations, options: options) }
        openUnchanged = { () throws(DatabaseError) in try file.openUnchanged(options: options) }
        do throws(DatabaseError) {
            _ = try writable()
        } catch {
            guard options.waitsForRoom, error.kind == .full else { throw error }
        }
    }

    private static var closed: DatabaseError { DatabaseError(.closed, "the database is closed") }

    /// The connection for jobs that write; tries anew to bring the schema up to date where that did not work before.
    func writable() throws(DatabaseError) -> Connection {
        if refusal == nil, let connection { return connection }
        connection?.close()
        connection = nil
        do throws(DatabaseError) {
            let opened = try open()
            connection = opened
            refusal = nil
            return opened
        } catch {
            refusal = error
            // What an earlier version of the program wrote can be read meanwhile.
            connection = try? openUnchanged()
            throw error
        }
    }

    /// The connection for jobs that read.
    func readable() throws(DatabaseError) -> Connection {
        guard let connection else { throw refusal ?? Self.closed }
        return connection
    }

    /// What a failure to read comes from: a table that could not be made yet is no mistake of whoever asks for it.
    func cause(of failure: DatabaseError) -> DatabaseError { failure.kind == .misuse ? refusal ?? failure : failure }

    func close() {
        connection?.close()
        connection = nil
    }
}
