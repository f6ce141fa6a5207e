// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import HTTPTransport
@testable import WSManClient

struct HTTPWSManTransportTests {
    @Test(arguments: [
        (HTTPClientError.timedOut(.answer), WSManClientError.timedOut),
        (.timedOut(.connect), .unreachable("no connection in time")),
        (.refused("h:1"), .unreachable("nobody listens on h:1")),
        (.closed, .disconnected("the server closed the connection without a complete answer")),
        (.tooLarge(1), .answerTooLarge), (.malformed, .notWSMan(status: nil, "the answer is not HTTP")),
        (.tls(.plainHTTP), .notEncrypted(.plainHTTP)),
        (.noCommonScheme(offered: ["Negotiate"]), .noCommonScheme(offered: ["Negotiate"])),
    ])
    func `the lack of an HTTP answer has its meaning`(http: HTTPClientError, meaning: WSManClientError) {
        #expect(WSManClientError(http) == meaning)
    }

    /// In the words of baseboardd, nginx, Go, Apache and Jetty.
    @Test(arguments: [
        "This port speaks HTTPS, not HTTP.", "<center>The plain HTTP request was sent to HTTPS port</center>",
        "Client sent an HTTP request to an HTTPS server.", "You're speaking plain HTTP to an SSL-enabled server port.",
        "This combination of host and port requires TLS.",
    ])
    func `what a port for HTTPS says to plain HTTP is understood`(text: String) {
        func asks(_ status: Int, _ type: String) -> Bool {
            HTTPWSManTransport.asksForHTTPS(
                HTTPClientResponse(status: status, headers: [("content-type", type)], body: Array(text.utf8)))
        }
        #expect(asks(400, "text/html"))
        #expect(!asks(400, "application/soap+xml;charset=UTF-8"))
        #expect(!asks(404, "text/html"))
    }
}
