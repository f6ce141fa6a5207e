// SPDX-License-Identifier: Apache-2.0

import Foundation

/// An answer as it came over the wire.
struct HTTPAnswer {
    let status: Int
    let headers: [(name: String, value: String)]
    var body: [UInt8] = []

    init(head: String) {
        var lines = head.components(separatedBy: "\r\n")[...]
        status = lines.popFirst().flatMap { $0.split(separator: " ").dropFirst().first }.flatMap { Int($0) } ?? 0
        headers = lines.compactMap { line in
            guard let colon = line.firstIndex(of: ":") else { return nil }
            return (line[..<colon].lowercased(), line[line.index(after: colon)...].trimmingCharacters(in: .whitespaces))
        }
    }

    var text: String { String(decoding: body, as: UTF8.self) }

    /// The first header of that name, in lower case.
    subscript(_ name: String) -> String? { headers.first { $0.name == name }?.value }

    /// All headers of that name, in lower case.
    func all(_ name: String) -> [String] { headers.filter { $0.name == name }.map(\.value) }
}
