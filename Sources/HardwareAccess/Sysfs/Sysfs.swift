// SPDX-License-Identifier: Apache-2.0

import CHardwareShim
import Glibc

/// Reads attribute files below one root: one `openat`, one `pread`, typed errors.
///
/// Paths are relative to the root, such as `sys/class/hwmon/hwmon0/name`. May be used on any thread; whether a read
/// may block is the caller's to know (see `HwmonChip.lane`).
public struct Sysfs: Sendable {
    /// The root everything is read under.
    public let root: HardwareRoot

    /// The most bytes taken from one attribute; the kernel gives at most a page.
    static let attributeLimit = 4096

    /// A reader of the tree at `root`.
    public init(_ root: HardwareRoot) { self.root = root }

    /// Reads an attribute's whole number.
    public func integer(_ path: String) throws(AttributeError) -> Int64 {
        try withContent(of: path) { bytes throws(AttributeError) in
            guard let value = Int64(sysfs: bytes) else { throw .malformed }
            return value
        }
    }

    /// Reads an attribute's text, sanitised: valid UTF-8, no control characters, no space around it.
    public func string(_ path: String) throws(AttributeError) -> String {
        try withContent(of: path) { bytes throws(AttributeError) in String(sysfs: bytes) }
    }

    /// Reads an attribute's text, or `nil` when there is none or it is empty.
    public func stringIfPresent(_ path: String) -> String? {
        guard let text = try? string(path), !text.isEmpty else { return nil }
        return text
    }

    /// Reads an attribute's whole number, or `nil` for whatever reason.
    public func integerIfPresent(_ path: String) -> Int64? { try? integer(path) }

    /// Whether anything is at `path`.
    public func exists(_ path: String) -> Bool {
        let descriptor = root.open(path, hardware_o_path)
        guard descriptor >= 0 else { return false }
        close(descriptor)
        return true
    }

    /// The path below the root with every symlink resolved inside it, or `nil` when nothing is there.
    public func canonicalPath(_ path: String) -> String? { root.canonicalPath(path) }

    /// The last name in the target of a link, such as the driver's of `driver`; `nil` when it is no link.
    public func linkName(_ path: String) -> String? { root.linkName(path) }

    /// Reads a longer file, such as `proc/cpuinfo`, as raw bytes, at most `limit` of them.
    public func contents(_ path: String, limit: Int = 8 << 20) throws(AttributeError) -> [UInt8] {
        if let code = root.fault?(path) { throw AttributeError(errno: code) }
        let descriptor = root.open(path, O_RDONLY | O_NONBLOCK)
        guard descriptor >= 0 else { throw AttributeError(errno: -descriptor) }
        defer { close(descriptor) }
        var content: [UInt8] = []
        while content.count < limit {
            let chunk = min(64 << 10, limit - content.count)
            var code: Int32 = 0
            let start = content.count
            let piece = [UInt8](unsafeUninitializedCapacity: chunk) { buffer, count in
                let got = pread(descriptor, buffer.baseAddress, chunk, off_t(start))
                code = got < 0 ? errno : 0
                count = max(0, got)
            }
            if code != 0 { throw AttributeError(errno: code) }
            if piece.isEmpty { break }
            content += piece
        }
        return content
    }

    private func withContent<R>(
        of path: String, _ body: (UnsafeRawBufferPointer) throws(AttributeError) -> R
    ) throws(AttributeError) -> R {
        if let code = root.fault?(path) { throw AttributeError(errno: code) }
        let descriptor = root.open(path, O_RDONLY | O_NONBLOCK)
        guard descriptor >= 0 else { throw AttributeError(errno: -descriptor) }
        defer { close(descriptor) }
        return try Sysfs.read(descriptor, body)
    }

    /// One read into a buffer on the stack; no retry, for some hwmon drivers answer EAGAIN for ever.
    static func read<R>(
        _ descriptor: Int32, _ body: (UnsafeRawBufferPointer) throws(AttributeError) -> R
    ) throws(AttributeError) -> R {
        try withUnsafeTemporaryAllocation(byteCount: attributeLimit, alignment: 16) { buffer in
            var count = pread(descriptor, buffer.baseAddress, buffer.count, 0)
            if count < 0, errno == ESPIPE { count = Glibc.read(descriptor, buffer.baseAddress, buffer.count) }
            guard count >= 0 else { return Result<R, AttributeError>.failure(AttributeError(errno: errno)) }
            let bytes = UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(buffer)[..<count])
            do throws(AttributeError) { return .success(try body(bytes)) } catch { return .failure(error) }
        }.get()
    }
}
