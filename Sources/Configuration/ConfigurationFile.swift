// SPDX-License-Identifier: Apache-2.0

import Glibc

/// The files of a configuration on disk: the main one and the drop-ins beside it.
enum ConfigurationFile {
    /// Why a file or directory cannot be read.
    struct Failure: Error {
        let isMissing: Bool
        let message: String

        init(_ code: Int32) {
            isMissing = code == ENOENT
            let reason = strerror(code).map { String(cString: $0) } ?? "error \(code)"
            message = "cannot be read as user id \(geteuid()): \(reason)"
        }

        init(_ message: String) {
            isMissing = false
            self.message = message
        }
    }

    /// Reads a regular file whole, up to `Configuration.maximumFileBytes`.
    static func read(_ path: String) throws(Failure) -> [UInt8] {
        // Without O_NONBLOCK a FIFO would wait here for its writer.
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { throw Failure(errno) }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw Failure(errno) }
        guard status.st_mode & S_IFMT == S_IFREG else { throw Failure("is not a regular file") }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 64 << 10)
        while true {
            let count = Glibc.read(descriptor, &chunk, chunk.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw Failure(errno) }
            guard count > 0 else { return bytes }
            bytes += chunk.prefix(count)
            guard bytes.count <= Configuration.maximumFileBytes else {
                throw Failure("is larger than \(Configuration.maximumFileBytes) bytes")
            }
        }
    }

    /// The paths of the files `*.conf` in a directory, in the order of their bytes; none when it does not exist.
    static func dropIns(in directory: String) throws(Failure) -> [String] {
        guard let stream = opendir(directory) else {
            let failure = Failure(errno)
            guard failure.isMissing else { throw failure }
            return []
        }
        defer { closedir(stream) }
        var names: [String] = []
        while let entry = readdir(stream) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            guard name.hasSuffix(".conf"), !name.hasPrefix(".") else { continue }
            guard names.count < Configuration.maximumDropIns else {
                throw Failure("holds more than \(Configuration.maximumDropIns) files")
            }
            names.append(name)
        }
        return names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }.map { "\(directory)/\($0)" }
    }
}
