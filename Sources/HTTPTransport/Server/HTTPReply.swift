// SPDX-License-Identifier: Apache-2.0

/// Where the answer to one request goes: used once, on the loop, during the handler's call or later.
///
/// `@unchecked Sendable`: the state is touched on the loop's thread only, which every entry checks, so that a reply may
/// travel through tasks of actors pinned to the loop.
public final class HTTPReply: @unchecked Sendable {
    private let connection: ServerConnection
    private let sequence: UInt64
    private let head: AnswerHead
    private var isUsed = false

    init(connection: ServerConnection, sequence: UInt64, head: AnswerHead) {
        self.connection = connection
        self.sequence = sequence
        self.head = head
    }

    deinit {
        guard !isUsed else { return }
        connection.abandon(sequence: sequence, head: head)
    }

    /// Whether the connection is gone, so that nobody will read the answer.
    public var isCancelled: Bool {
        connection.loop.preconditionCurrent()
        return connection.isClosed
    }

    /// Registers what to do, on the loop, when the connection ends before the answer is given; one at most.
    public func onClose(_ work: @escaping () -> Void) {
        connection.loop.preconditionCurrent()
        guard !isUsed else { return }
        connection.setOnClose(work, sequence: sequence)
    }

    /// Sends the answer; a second one is ignored.
    ///
    /// Content-Length, Date and Connection are added. The body is copied before the call returns.
    public func send(
        status: Int, contentType: String? = nil, headers: [(String, String)] = [],
        body: UnsafeRawBufferPointer = UnsafeRawBufferPointer(start: nil, count: 0)
    ) {
        connection.loop.preconditionCurrent()
        guard !isUsed else { return }
        isUsed = true
        connection.answer(
            sequence: sequence, head: head, status: status, contentType: contentType, headers: headers, body: body)
    }
}

/// What of a request its answer depends on.
struct AnswerHead: Sendable {
    /// The peer asked for, or got as its last, a single answer.
    var closes: Bool
    /// HEAD: length but no body.
    var omitsBody: Bool
    /// HTTP/1.0 assumes a close unless told otherwise.
    var keepsAliveExplicitly: Bool
}
