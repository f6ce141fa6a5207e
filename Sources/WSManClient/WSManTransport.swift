// SPDX-License-Identifier: Apache-2.0

/// What carries a request to a service and brings its answer back.
///
/// One post, one answer; connections, authentication and encryption are the transport's own business.
public protocol WSManTransport {
    /// Sends a message and waits for the answer, whatever its status is.
    ///
    /// - Throws: where there was no answer; a status such as 401 or 500 is an answer.
    func post(_ message: [UInt8]) async throws(WSManClientError) -> TransportAnswer
}

/// What came back: a status and bytes.
public struct TransportAnswer: Sendable, Hashable {
    /// The HTTP status.
    public let status: Int
    /// The body, in UTF-8.
    public let body: [UInt8]

    /// An answer.
    public init(status: Int, body: [UInt8]) {
        self.status = status
        self.body = body
    }
}
