// SPDX-License-Identifier: Apache-2.0

import Foundation

/// A hardware root made at test time in a temporary directory, which goes with it.
public final class MachineTree: Sendable {
    /// The directory to give as the hardware root.
    public let root: String

    /// An empty tree.
    public init() {
        // Thousands of small files: memory takes a second where a disk takes a minute.
        let inMemory = FileManager.default.isWritableFile(atPath: "/dev/shm")
        root = (inMemory ? "/dev/shm/" : NSTemporaryDirectory()) + "baseboard-machine-" + UUID().uuidString
        try? FileManager.default.createDirectory(atPath: root, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: root) }

    /// Writes a file, as `content` and a line feed.
    public func write(_ path: String, _ content: String) throws { try write(path, bytes: Array((content + "\n").utf8)) }

    /// Writes a file of any bytes.
    public func write(_ path: String, bytes: [UInt8]) throws {
        let full = try prepared(path)
        guard FileManager.default.createFile(atPath: full, contents: Data(bytes)) else {
            throw CocoaError(.fileWriteUnknown)
        }
    }

    /// Makes a symlink to exactly this text.
    public func link(_ path: String, _ text: String) throws {
        try FileManager.default.createSymbolicLink(atPath: try prepared(path), withDestinationPath: text)
    }

    /// Makes a FIFO, which answers no reader: a driver that hangs.
    public func fifo(_ path: String) throws {
        guard mkfifo(try prepared(path), 0o644) == 0 else { throw CocoaError(.fileWriteUnknown) }
    }

    /// Lets the reader of a FIFO go on, with this number.
    public func answerFIFO(_ path: String, _ content: String) throws {
        var descriptor = open(root + "/" + path, O_WRONLY | O_NONBLOCK)
        // The reader's thread may still be on its way to the FIFO.
        for _ in 0..<10_000 where descriptor < 0 && errno == ENXIO {
            usleep(1000)
            descriptor = open(root + "/" + path, O_WRONLY | O_NONBLOCK)
        }
        guard descriptor >= 0 else { throw CocoaError(.fileWriteUnknown) }
        defer { close(descriptor) }
        _ = (content + "\n").withCString { Foundation.write(descriptor, $0, strlen($0)) }
    }

    /// Removes a file or directory.
    public func remove(_ path: String) throws { try FileManager.default.removeItem(atPath: root + "/" + path) }

    /// Adds a chip in `sys/devices/<device>/hwmon/<node>` with its class link; values by file name.
    public func chip(_ node: String, _ name: String, device: String, _ values: [String: String]) throws {
        let base = "sys/devices/" + device + "/hwmon/" + node
        try write(base + "/name", name)
        for (file, value) in values { try write(base + "/" + file, value) }
        try link(base + "/device", "../../../" + (device.split(separator: "/").last.map(String.init) ?? device))
        try link("sys/class/hwmon/" + node, "../../../" + base)
    }

    private func prepared(_ path: String) throws -> String {
        let full = root + "/" + path
        try FileManager.default.createDirectory(
            atPath: (full as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
        return full
    }
}
