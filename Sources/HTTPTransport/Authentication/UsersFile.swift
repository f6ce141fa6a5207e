// SPDX-License-Identifier: Apache-2.0

import Glibc

/// The file of accounts, a line each, which nobody but its owner may read.
public struct UsersFile: Sendable {
    /// Where it is.
    public let path: String

    /// Names a file; nothing is read yet.
    public init(path: String) { self.path = path }

    /// What a changed file differs in.
    struct Version: Equatable {
        let device: dev_t
        let inode: ino_t
        let size: off_t
        let modified: [Int]
        let mode: mode_t
        let owner: uid_t

        init(_ status: stat) {
            device = status.st_dev
            inode = status.st_ino
            size = status.st_size
            modified = [
                status.st_mtim.tv_sec, status.st_mtim.tv_nsec, status.st_ctim.tv_sec, status.st_ctim.tv_nsec,
            ]
            mode = status.st_mode
            owner = status.st_uid
        }
    }

    /// Octets a users file may have.
    static let maxBytes = 1 << 20

    /// Reads the file and says how many accounts it has.
    ///
    /// - Throws: what is wrong with the file, with every bad line.
    public func check() throws(UsersFileError) -> Int { try read().table.accounts.count }

    /// The version on disk now; nil when there is none.
    func version() -> Version? {
        var status = stat()
        return stat(path, &status) == 0 ? Version(status) : nil
    }

    func read(isForEditing: Bool = false) throws(UsersFileError) -> (table: AccountTable, version: Version) {
        let (bytes, status) = try contents(isForEditing: isForEditing)
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw .malformed(["\(path): not UTF-8"])
        }
        do {
            return (try AccountTable(parsing: text), Version(status))
        } catch {
            throw .malformed(error.errors.map { "\(path):\($0.line): \($0.reason)" })
        }
    }

    /// The file's octets, if it is safe to believe them.
    ///
    /// - Parameter isForEditing: root may edit the file of another user, such as the daemon's, but not be served by it.
    func contents(isForEditing: Bool = false) throws(UsersFileError) -> (bytes: [UInt8], status: stat) {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { throw failure("read") }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw failure("read") }
        guard status.st_mode & S_IFMT == S_IFREG else { throw .unsafe(path: path, reason: "it is not a regular file") }
        guard status.st_uid == 0 || status.st_uid == geteuid() || isForEditing && geteuid() == 0 else {
            throw .unsafe(path: path, reason: "it belongs to another user (chown it to root)")
        }
        guard status.st_mode & 0o077 == 0 else {
            throw .unsafe(path: path, reason: "others than its owner may read or write it (chmod 0600)")
        }
        guard status.st_size <= Self.maxBytes else {
            throw .unsafe(path: path, reason: "it is larger than \(Self.maxBytes) octets")
        }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 16384)
        while bytes.count <= Self.maxBytes {
            let count = Glibc.read(descriptor, &chunk, chunk.count)
            if count < 0 {
                if errno == EINTR { continue }
                throw failure("read")
            }
            if count == 0 { return (bytes, status) }
            bytes += chunk[..<count]
        }
        throw .unsafe(path: path, reason: "it is larger than \(Self.maxBytes) octets")
    }

    func failure(_ operation: String) -> UsersFileError {
        .system(path: path, operation: operation, reason: String(cString: strerror(errno)))
    }
}
