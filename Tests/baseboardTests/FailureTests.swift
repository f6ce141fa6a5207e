// SPDX-License-Identifier: Apache-2.0

import Testing
import WSManClient

@testable import baseboard

struct FailureTests {
    private let refusal = ServiceFault(
        code: "Sender", subcode: "DestinationUnreachable", detail: "http://x/faultDetail/InvalidResourceURI",
        reason: "There is no class BB_FenView; did you mean BB_FanView?")

    @Test func `the service's words come first, its code behind`() {
        let failure = Failure(.fault(refusal), endpoint: .local)
        #expect(failure.status == .fault)
        #expect(
            failure.sentence
                == "There is no class BB_FenView; did you mean BB_FanView? (DestinationUnreachable, InvalidResourceURI)."
        )
    }

    @Test(arguments: [
        (WSManClientError.unreachable("x"), Failure.Status.noConnection), (.disconnected("x"), .noConnection),
        (.timedOut, .noConnection), (.unauthorized, .notAuthorised), (.forbidden, .notAuthorised),
        (.notWSMan(status: 404, "x"), .notUnderstood), (.notWSMan(status: nil, "x"), .notUnderstood),
        (.unexpectedAnswer("x"), .notUnderstood),
        (.wouldRevealPassword, .notAuthorised), (.answerTooLarge, .notUnderstood),
        (.fault(ServiceFault(code: "Receiver", reason: "")), .fault),
    ])
    func `every failure has its status and one line`(error: WSManClientError, status: Failure.Status) {
        let failure = Failure(error, endpoint: .local)
        #expect(failure.status == status)
        #expect(failure.sentence.hasSuffix("."))
        #expect(!failure.sentence.contains("\n"))
    }

    @Test func `control characters of a fault do not reach the terminal`() {
        let fault = ServiceFault(code: "Sender", reason: "a\u{1b}[2J\nb")
        #expect(Failure(.fault(fault), endpoint: .local).sentence == "a\u{fffd}[2J b (Sender).")
    }
}
