// SPDX-License-Identifier: Apache-2.0

/// A complete answer.
public struct HTTPClientResponse: Sendable {
    /// The status code.
    public let status: Int
    /// The header fields in the order they came.
    public let headers: [(name: String, value: String)]
    /// The body; empty when there is none.
    public let body: [UInt8]

    /// The first field of that name, whatever its case.
    public func header(_ name: String) -> String? {
        headers.first { ASCII.equalsIgnoringCase($0.name.utf8, name.utf8) }?.value
    }
}
