// SPDX-License-Identifier: Apache-2.0

/// Answers the requests of a route.
public protocol HTTPHandler: Sendable {
    /// Answers a request through `reply`, now or later.
    ///
    /// Called on the loop; it must not block. `request` and the bytes it points to end with the call. When every
    /// reference to `reply` is gone unused, the peer gets 500.
    func handle(_ request: HTTPRequest, reply: HTTPReply)
}
