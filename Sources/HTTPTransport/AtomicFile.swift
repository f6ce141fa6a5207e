// SPDX-License-Identifier: Apache-2.0

package import Glibc

/// Replaces files as a whole or not at all.
package enum AtomicFile {
    /// A system call that failed.
    package struct Failure: Error {
        package let reason: String

        init(_ code: Int32) { reason = String(cString: strerror(code)) }
    }

    /// Writes a new file beside the old one, sees to it that it is on the disk, and puts it in the old one's place.
    ///
    /// - Parameter adjust: called with the new file's descriptor before anybody can see it, to give it away.
    package static func replace(
        _ path: String, with bytes: [UInt8], mode: mode_t, adjust: (Int32) throws(Failure) -> Void = { _ in }
    ) throws(Failure) {
        let temporary = "\(path).new"
        // What is there is the remains of a crash.
        unlink(temporary)
        let descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, mode)
        guard descriptor >= 0 else { throw Failure(errno) }
        do throws(Failure) {
            defer { close(descriptor) }
            var rest = bytes[...]
            while !rest.isEmpty {
                let count = rest.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
                guard count >= 0 || errno == EINTR else { throw Failure(errno) }
                rest = rest.dropFirst(max(count, 0))
            }
            try adjust(descriptor)
            guard fsync(descriptor) == 0, rename(temporary, path) == 0 else { throw Failure(errno) }
        } catch {
            unlink(temporary)
            throw error
        }
        try sync(directoryOf: path)
    }

    /// Has the directory's entries on the disk too.
    private static func sync(directoryOf path: String) throws(Failure) {
        let directory = open(Self.directory(of: path), O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard directory >= 0 else { throw Failure(errno) }
        defer { close(directory) }
        guard fsync(directory) == 0 else { throw Failure(errno) }
    }

    /// The path of the directory that holds a file.
    static func directory(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }
}
