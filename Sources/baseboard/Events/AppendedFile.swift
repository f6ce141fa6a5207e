// SPDX-License-Identifier: Apache-2.0

import Foundation
import Glibc

/// A file of JSON lines that only grows, and of which a line that was appended is on the disk.
final class AppendedFile {
    private let path: String
    private let descriptor: Int32
    /// The ids of the last lines that stood in it when it was opened.
    let tail: [String]

    /// How much of the end is read for `tail`.
    private static let tailSize: off_t = 256 * 1024

    /// Opens the file, or makes it; a last line that a crash has cut short is taken away.
    init(_ path: String) throws(Failure) {
        self.path = path
        descriptor = open(path, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0o640)
        guard descriptor >= 0 else { throw Self.failure(path) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else {
            close(descriptor)
            throw Self.failure(path)
        }
        let start = max(0, status.st_size - Self.tailSize)
        var bytes = [UInt8](repeating: 0, count: Int(status.st_size - start))
        // A pipe or a terminal has no size, and nothing to read back.
        let count = bytes.isEmpty ? 0 : pread(descriptor, &bytes, bytes.count, start)
        let whole = bytes.prefix(max(0, count))
        let end = whole.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
        if end < whole.count {
            // Whose line does not begin as ours do has written it in another way.
            let isOurs = whole[end] == UInt8(ascii: "{")
            guard isOurs, ftruncate(descriptor, start + off_t(end)) == 0 else {
                close(descriptor)
                throw isOurs ? Self.failure(path) : Failure(.usage, "\(path) holds no JSON lines; name another file.")
            }
        }
        tail = whole.prefix(end).split(separator: UInt8(ascii: "\n")).compactMap(Self.id)
    }

    deinit { close(descriptor) }

    private static func id(_ line: ArraySlice<UInt8>) -> String? {
        struct Line: Decodable {
            let id: String
        }
        return try? JSONDecoder().decode(Line.self, from: Data(line)).id
    }

    /// Appends lines and waits until they are on the disk.
    func append(_ lines: [String]) throws(Failure) {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw Self.failure(path) }
        do throws(Failure) {
            try write(Array(lines.map { $0 + "\n" }.joined().utf8))
        } catch {
            // What was written of a line would spoil the next; a pipe cannot be taken back.
            _ = ftruncate(descriptor, status.st_size)
            throw error
        }
    }

    private func write(_ bytes: [UInt8]) throws(Failure) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw Self.failure(path) }
            rest = rest.dropFirst(count)
        }
        // EINVAL: what cannot be synchronised, such as a pipe.
        guard fsync(descriptor) == 0 || errno == EINVAL else { throw Self.failure(path) }
    }

    private static func failure(_ path: String) -> Failure {
        Failure(.usage, "\(path) cannot be written (\(String(cString: strerror(errno)))); check its place and owner.")
    }
}
