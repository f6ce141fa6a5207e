// SPDX-License-Identifier: Apache-2.0

import Foundation

extension MachineTree {
    /// Changes a file in place, as the kernel does: who has it open reads the new content.
    public func change(_ path: String, to content: String) throws {
        let file = try FileHandle(forWritingTo: URL(filePath: root + "/" + path))
        try file.truncate(atOffset: 0)
        try file.write(contentsOf: Data((content + "\n").utf8))
        try file.close()
    }
}
