// SPDX-License-Identifier: Apache-2.0

import Foundation
import WSManClient

/// A file with XML to send.
struct InputFile {
    /// What stands for standard input.
    static let standardInput = "-"

    let path: String
    let text: String

    init(_ path: String) throws(Failure) {
        self.path = path == Self.standardInput ? "standard input" : path
        let content =
            path == Self.standardInput
            ? try? FileHandle.standardInput.readToEnd() ?? Data() : FileManager.default.contents(atPath: path)
        guard let content else { throw Failure(.usage, "\(path) cannot be read; check its name and owner.") }
        guard let text = String(validating: content, as: UTF8.self) else {
            throw Failure(.usage, "\(self.path) is not in UTF-8; save it so.")
        }
        self.text = text
    }

    /// What a reader of markup makes of it.
    func markup(_ read: (String) throws(Markup.Unusable) -> Markup) throws(Failure) -> Markup {
        do throws(Markup.Unusable) {
            return try read(text)
        } catch {
            throw Failure(.usage, "\(path) cannot be sent (\(error.reason)).")
        }
    }
}
