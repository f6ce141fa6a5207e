// SPDX-License-Identifier: Apache-2.0

import HTTPTransport
import Testing

@testable import WSManClient

struct HTTPWSManTransportTests {
    @Test(arguments: [
        (HTTPClientError.timedOut(.answer), WSManClientError.timedOut),
        (.timedOut(.connect), .unreachable("no connection in time")),
        (.refused("h:1"), .unreachable("nobody listens on h:1")),
        (.closed, .disconnected("the server closed the connection without a complete answer")),
        (.tooLarge(1), .answerTooLarge), (.malformed, .notWSMan(status: nil, "the answer is not HTTP")),
    ])
    func `the lack of an HTTP answer has its meaning`(http: HTTPClientError, meaning: WSManClientError) {
        #expect(WSManClientError(http) == meaning)
    }
}
