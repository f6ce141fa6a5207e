// SPDX-License-Identifier: Apache-2.0

import NIOHTTP1
public import ResourceModel

/// One request as its handler sees it; `body` is valid during the call only.
///
/// `@unchecked Sendable` so that a handler may pass it into an actor pinned to the loop: nothing writes to the octets
/// of `body`, and who keeps them beyond the call has to copy them.
public struct HTTPRequest: @unchecked Sendable {
    let head: RequestHead
    /// The whole body; empty when there is none.
    public let body: UnsafeRawBufferPointer
    /// Who sent it; nil on an anonymous route.
    public let principal: Principal?
    /// The peer's IP address as text.
    public let peerAddress: String
    /// Whether it came over TLS.
    public let isEncrypted: Bool
    /// A number that no other connection of this process has.
    public let connectionID: UInt64

    /// The method, such as `POST`.
    public var method: String { head.method }
    /// The path without the query, such as `/wsman`.
    public var path: String { head.path }
    /// What follows `?` in the target, as sent; empty when there is none.
    public var query: String { head.query }
    /// The Content-Type as sent, parameters included.
    public var contentType: String? { head.contentType }

    /// The first header field of that name, whatever its case.
    public func header(_ name: String) -> String? { head.headers.first(name: name) }
}
