// SPDX-License-Identifier: Apache-2.0

import Glibc

/// Validation by libxml2's own tool.
enum Schema {
    static let isAvailable = access("/usr/bin/xmllint", X_OK) == 0

    /// Validates a document against a schema of `Fixtures/schemas`; the result is the tool's verdict.
    static func validate(_ document: String, against schema: String) throws -> String {
        var template = Array("/tmp/baseboard-validation-XXXXXX".utf8CString)
        let descriptor = mkstemp(&template)
        guard descriptor >= 0 else { throw FixtureError(path: "/tmp", code: errno) }
        let path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        defer {
            close(descriptor)
            unlink(path)
        }
        let bytes = Array(document.utf8)
        guard write(descriptor, bytes, bytes.count) == bytes.count else { throw FixtureError(path: path, code: errno) }
        let command =
            "/usr/bin/xmllint --noout --nonet --schema '\(Fixture.folder)/schemas/\(schema)' - <'\(path)' 2>&1"
        guard let output = popen(command, "r") else { throw FixtureError(path: command, code: errno) }
        defer { pclose(output) }
        var text: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 4096)
        while true {
            let count = fread(&buffer, 1, buffer.count, output)
            if count == 0 { break }
            text += buffer[..<count]
        }
        while text.last == UInt8(ascii: "\n") { text.removeLast() }
        return String(decoding: text, as: UTF8.self)
    }
}
