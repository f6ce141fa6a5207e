// SPDX-License-Identifier: Apache-2.0

import Glibc
public import ResourceModel

extension UsersFile {
    /// Adds an account, or replaces the one of that name; hashing takes tens of milliseconds.
    ///
    /// The file is replaced as a whole or not at all; its other lines, owner and group stay, a new file has mode 0600.
    public func add(name: String, role: Role, password: [UInt8]) throws(UsersFileError) {
        guard Account.isValid(name: name) else { throw .invalidName(name) }
        let secret = Secret(password)
        guard (1...512).contains(secret.count), !secret.containsNul, let hash = PasswordHash(hashing: secret) else {
            throw .invalidPassword
        }

        let directory = try lockDirectory()
        defer { close(directory) }
        var lines: [Substring] = []
        var status: stat?
        var found: [UInt8] = []
        if version() != nil {
            let (bytes, current) = try contents()
            _ = try read()
            found = bytes
            status = current
        }
        let text = String(decoding: found, as: UTF8.self)
        lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        if lines.last?.isEmpty == true { lines.removeLast() }

        let line = "\(name):\(role.rawValue):\(hash.text)"
        if let index = lines.firstIndex(where: { Self.name(in: $0) == name }) {
            lines[index] = line[...]
        } else {
            lines.append(line[...])
        }
        try replace(with: Array((lines.joined(separator: "\n") + "\n").utf8), like: status, in: directory)
    }

    private static func name(in line: Substring) -> String? {
        guard line.first != "#", let end = line.firstIndex(of: ":") else { return nil }
        return String(line[..<end])
    }

    private var directoryPath: String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }

    /// Keeps a second editor out until the descriptor is closed.
    private func lockDirectory() throws(UsersFileError) -> Int32 {
        let directory = open(directoryPath, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard directory >= 0 else { throw failure("write") }
        while flock(directory, LOCK_EX) != 0 {
            guard errno == EINTR else {
                let error = failure("lock the directory of")
                close(directory)
                throw error
            }
        }
        return directory
    }

    private func replace(with bytes: [UInt8], like status: stat?, in directory: Int32) throws(UsersFileError) {
        let temporary = "\(path).new"
        // Under the lock nobody else makes one, so what is there is the remains of a crash.
        unlink(temporary)
        let descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw failure("write") }
        do throws(UsersFileError) {
            defer { close(descriptor) }
            var rest = bytes[...]
            while !rest.isEmpty {
                let count = rest.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
                guard count >= 0 || errno == EINTR else { throw failure("write") }
                rest = rest.dropFirst(max(count, 0))
            }
            if let status {
                guard fchown(descriptor, status.st_uid, status.st_gid) == 0,
                    fchmod(descriptor, status.st_mode & 0o640) == 0
                else { throw failure("keep the owner of") }
            }
            guard fsync(descriptor) == 0 else { throw failure("write") }
            guard rename(temporary, path) == 0 else { throw failure("replace") }
        } catch {
            unlink(temporary)
            throw error
        }
        guard fsync(directory) == 0 else { throw failure("write") }
    }
}
