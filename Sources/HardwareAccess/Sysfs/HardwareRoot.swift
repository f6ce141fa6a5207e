// SPDX-License-Identifier: Apache-2.0

import CHardwareShim
import Glibc

/// The directory under which `sys` and `proc` are found: `/`, or a recorded machine.
///
/// Opened once. In a recorded tree every symlink is resolved inside the tree, absolute ones too.
public final class HardwareRoot: Sendable {
    /// The path as given.
    public let path: String
    /// Whether this is the running machine; libsensors and libudev serve no other.
    public let isLive: Bool

    /// An errno to fail a read of a path with, for tests: regular files cannot be made to answer ENODATA.
    let fault: (@Sendable (String) -> Int32?)?
    let descriptor: Int32
    /// The absolute path without symlinks, to be cut off what the kernel tells of open files.
    private let canonicalRoot: String

    /// Opens the directory at `path`.
    ///
    /// - Parameter fault: asked before each read with the path below the root; an errno it returns is the result.
    /// - Throws: the errno's meaning when it cannot be opened, `unsupported` when the kernel lacks `openat2`.
    public init(_ path: String, fault: (@Sendable (String) -> Int32?)? = nil) throws(AttributeError) {
        self.path = path
        self.fault = fault
        isLive = path == "/"
        let descriptor = Glibc.open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw AttributeError(errno: errno) }
        self.descriptor = descriptor
        canonicalRoot = isLive ? "/" : HardwareRoot.path(ofDescriptor: descriptor) ?? path
        if isLive { return }
        let probe = open(".", hardware_o_path)
        guard probe >= 0 else { throw .unsupported }
        close(probe)
    }

    deinit { close(descriptor) }

    /// Opens `path`, relative to the root; the result is a descriptor to close, or a negative errno.
    func open(_ path: String, _ flags: Int32) -> Int32 {
        if isLive {
            let result = openat(descriptor, path, flags | O_CLOEXEC)
            return result >= 0 ? result : -errno
        }
        // A rename anywhere in the system makes the kernel unsure of a `..` in a link: EAGAIN, to be tried again.
        for _ in 0..<HardwareRoot.resolveAttempts {
            let result = hardware_openat2(descriptor, path, flags | O_CLOEXEC, hardware_resolve_in_root)
            if result >= 0 { return result }
            if errno != EAGAIN { break }
        }
        return -errno
    }

    private static let resolveAttempts = 100

    /// Opens `name` in the directory `base`, without following a symlink out of a recorded tree.
    func open(_ name: String, in base: Int32, _ flags: Int32) -> Int32 {
        let result = openat(base, name, flags | O_CLOEXEC | (isLive ? 0 : O_NOFOLLOW))
        return result >= 0 ? result : -errno
    }

    /// The path below the root with all symlinks resolved, or `nil` when there is nothing.
    ///
    /// On the live root by `realpath`, which umockdev redirects, unlike `readlinkat`.
    func canonicalPath(_ path: String) -> String? {
        if isLive {
            guard let resolved = realpath("/" + path, nil) else { return nil }
            defer { free(resolved) }
            return String(String(cString: resolved).dropFirst())
        }
        let target = open(path, hardware_o_path)
        guard target >= 0 else { return nil }
        defer { close(target) }
        guard let absolute = HardwareRoot.path(ofDescriptor: target) else { return nil }
        if absolute == canonicalRoot { return "" }
        guard absolute.hasPrefix(canonicalRoot + "/") else { return nil }
        return String(absolute.dropFirst(canonicalRoot.utf8.count + 1))
    }

    /// The last name in the target of a link, which need not be there: recordings leave out what links lead to.
    func linkName(_ path: String) -> String? {
        let target =
            isLive
            ? canonicalPath(path).flatMap { $0 == path ? nil : $0 }
            : {
                let link = open(path, hardware_o_path | O_NOFOLLOW)
                guard link >= 0 else { return nil }
                defer { close(link) }
                return HardwareRoot.target(ofLink: link, "")
            }()
        return target?.split(separator: "/").last.map { String(sysfs: $0.utf8) }
    }

    private static func target(ofLink descriptor: Int32, _ name: String) -> String? {
        withUnsafeTemporaryAllocation(of: CChar.self, capacity: Int(PATH_MAX)) { buffer in
            guard let base = buffer.baseAddress else { return nil }
            let count = readlinkat(descriptor, name, base, buffer.count)
            guard count > 0, count < buffer.count else { return nil }
            return String(decoding: UnsafeRawBufferPointer(buffer)[..<count], as: UTF8.self)
        }
    }

    private static func path(ofDescriptor descriptor: Int32) -> String? {
        withUnsafeTemporaryAllocation(of: CChar.self, capacity: Int(PATH_MAX)) { buffer in
            guard let base = buffer.baseAddress else { return nil }
            let count = readlink("/proc/self/fd/\(descriptor)", base, buffer.count)
            guard count > 0, count < buffer.count else { return nil }
            return String(decoding: UnsafeRawBufferPointer(buffer)[..<count], as: UTF8.self)
        }
    }
}
