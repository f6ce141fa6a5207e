// SPDX-License-Identifier: Apache-2.0

import Glibc

extension Sysfs {
    /// The names in a directory in numeric order (`hwmon2` before `hwmon10`), at most `limit` of them.
    ///
    /// By `opendir` and `readdir`: glob, fts and scandir are not redirected by umockdev.
    public func list(_ path: String, limit: Int = 100_000) throws(AttributeError) -> [String] {
        let descriptor = root.open(path, O_RDONLY | O_DIRECTORY | O_NONBLOCK)
        guard descriptor >= 0 else { throw AttributeError(errno: -descriptor) }
        guard let stream = fdopendir(descriptor) else {
            close(descriptor)
            throw AttributeError(errno: errno)
        }
        defer { closedir(stream) }
        var names: [String] = []
        while names.count < limit, let entry = readdir(stream) {
            let length = strlen(&entry.pointee.d_name.0)
            let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
                String(validating: bytes.prefix(length), as: UTF8.self)
            }
            // A name that is not UTF-8 could not be opened again by its String.
            guard let name, name != ".", name != ".." else { continue }
            names.append(name)
        }
        return names.sorted(by: Sysfs.isOrderedNumerically)
    }

    /// The names in a directory, none when it cannot be read.
    public func listIfPresent(_ path: String) -> [String] { (try? list(path)) ?? [] }

    /// Whether `left` comes before `right` when runs of digits compare as numbers.
    public static func isOrderedNumerically(_ left: String, _ right: String) -> Bool {
        var a = left.utf8[...]
        var b = right.utf8[...]
        while let x = a.first, let y = b.first {
            if isDigit(x), isDigit(y) {
                let m = digits(&a)
                let n = digits(&b)
                if m.count != n.count { return m.count < n.count }
                for (p, q) in zip(m, n) where p != q { return p < q }
                continue
            }
            if x != y { return x < y }
            a.removeFirst()
            b.removeFirst()
        }
        if a.isEmpty != b.isEmpty { return a.isEmpty }
        return left < right
    }

    private static func isDigit(_ byte: UInt8) -> Bool { byte >= 0x30 && byte <= 0x39 }

    /// Takes a run of digits without its leading zeros.
    private static func digits(_ text: inout Substring.UTF8View) -> Substring.UTF8View {
        let run = text.prefix(while: isDigit)
        text = text.dropFirst(run.count)
        return run.drop { $0 == 0x30 }
    }
}
