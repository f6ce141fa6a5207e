// SPDX-License-Identifier: Apache-2.0

import Glibc

/// An open file of which pieces are read, such as the configuration of a PCI function.
struct SysfsFile: ~Copyable {
    private let descriptor: Int32

    init(_ root: HardwareRoot, _ path: String) throws(AttributeError) {
        if let code = root.fault?(path) { throw AttributeError(errno: code) }
        let opened = root.open(path, O_RDONLY | O_NONBLOCK)
        guard opened >= 0 else { throw AttributeError(errno: -opened) }
        descriptor = opened
    }

    deinit { close(descriptor) }

    /// So many bytes; fewer where the file ends, nil where it cannot be read.
    func bytes(at position: Int, count: Int) -> [UInt8]? {
        var isRead = false
        let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
            let got = pread(descriptor, buffer.baseAddress, count, off_t(position))
            isRead = got >= 0
            initialized = max(0, got)
        }
        return isRead ? bytes : nil
    }
}
