// SPDX-License-Identifier: Apache-2.0

import Foundation

/// Recordings of foreign machines that lie outside this repository and are read in place when there.
public enum SharedFixtures {
    /// Their directory: below `BASEBOARD_SHARED`, or `../shared` seen from the repository; `nil` without them.
    public static let directory: String? = {
        let places = [
            ProcessInfo.processInfo.environment["BASEBOARD_SHARED"], RecordedMachine.repository + "/../shared",
            RecordedMachine.repository + "/../../shared",
        ]
        return places.compactMap { $0 }.map { $0 + "/fixtures" }.first { FileManager.default.fileExists(atPath: $0) }
    }()

    /// The archives in a folder whose names end so.
    public static func archives(in folder: String, suffix: String = "") -> [String] {
        guard let directory else { return [] }
        let names = (try? FileManager.default.contentsOfDirectory(atPath: directory + "/" + folder)) ?? []
        return names.filter { $0.contains(".tar") && $0.hasSuffix(suffix) }.sorted().map {
            directory + "/" + folder + "/" + $0
        }
    }

    /// Unpacks a tar archive; the result's `root` is the directory that holds `sys` and `proc`.
    ///
    /// - Parameter patterns: shell patterns of the files wanted; all when empty.
    public static func unpack(_ archive: String, only patterns: [String] = []) throws -> (
        tree: MachineTree, root: String
    ) {
        let tree = MachineTree()
        let tar = Process()
        tar.executableURL = URL(filePath: "/usr/bin/tar")
        // Device nodes in an archive are no business of a test.
        tar.arguments =
            ["xf", archive, "-C", tree.root, "--no-same-owner", "--delay-directory-restore", "--wildcards"] + patterns
        tar.standardError = FileHandle.nullDevice
        try tar.run()
        tar.waitUntilExit()
        let entries = try FileManager.default.contentsOfDirectory(atPath: tree.root)
        if entries.contains("sys") || entries.contains("proc") { return (tree, tree.root) }
        guard let top = entries.first else { throw CocoaError(.fileReadCorruptFile) }
        return (tree, tree.root + "/" + top)
    }

    /// Unpacks a text archive of the `ttar` kind, as node_exporter and procfs keep them.
    public static func unpackText(_ archive: String) throws -> MachineTree {
        let tree = MachineTree()
        let lines = try String(contentsOfFile: archive, encoding: .utf8).split(
            separator: "\n", omittingEmptySubsequences: false)
        var position = 0
        var path = ""
        while position < lines.count {
            let line = lines[position]
            position += 1
            if line.hasPrefix("Path: ") {
                path = String(line.dropFirst("Path: ".count))
            } else if line.hasPrefix("SymlinkTo: ") {
                try tree.link(path, String(line.dropFirst("SymlinkTo: ".count)))
            } else if line.hasPrefix("Lines: "), let count = Int(line.dropFirst("Lines: ".count)) {
                var content = ""
                for line in lines[position..<min(lines.count, position + count)] {
                    content += line.hasSuffix("EOF") ? String(line.dropLast(3)) : line + "\n"
                }
                position += count
                try tree.write(path, bytes: Array(content.replacing("NULLBYTE", with: "\0").utf8))
            }
        }
        return tree
    }
}
