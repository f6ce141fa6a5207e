// SPDX-License-Identifier: Apache-2.0

import Glibc

// Without Foundation, whose ICU headers and those that libxml2's include contradict each other.

/// Files under `Tests/Fixtures`.
enum Fixture {
    static let folder =
        String("\(#filePath)".split(separator: "/").dropLast(3).reduce("") { "\($0)/\($1)" }) + "/Fixtures"

    /// The bytes of a message, such as `get/napalm-amt.request.xml`; a comment after the envelope tells its source.
    static func message(_ name: String) throws -> [UInt8] {
        try bytes(of: "\(folder)/messages/\(name)")
    }

    static func bytes(of path: String) throws -> [UInt8] {
        guard let file = fopen(path, "r") else { throw FixtureError(path: path, code: errno) }
        defer { fclose(file) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65536)
        while true {
            let count = fread(&buffer, 1, buffer.count, file)
            if count == 0 { return bytes }
            bytes += buffer[..<count]
        }
    }
}

struct FixtureError: Error {
    let path: String
    let code: Int32
}
