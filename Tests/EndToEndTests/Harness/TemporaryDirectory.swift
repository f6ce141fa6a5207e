// SPDX-License-Identifier: Apache-2.0

import Foundation
import Glibc

/// A directory that is gone when nobody needs it any more.
final class TemporaryDirectory {
    let path: String

    init() throws {
        var template = Array("/tmp/baseboard-e2e-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { throw SystemError("mkdtemp") }
        path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    @discardableResult
    func write(_ text: String, to name: String, mode: mode_t = 0o600) throws -> String {
        let file = path + "/" + name
        try Data(text.utf8).write(to: URL(fileURLWithPath: file))
        chmod(file, mode)
        return file
    }
}
