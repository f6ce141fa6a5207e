// SPDX-License-Identifier: Apache-2.0

import HTTPTransport
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
        (.wouldRevealPassword, .notAuthorised), (.noCommonScheme(offered: ["Negotiate"]), .notAuthorised),
        (.encryptedOnly, .noConnection), (.notEncrypted(.plainHTTP), .noConnection),
        (.notEncrypted(.failed("x")), .noConnection), (.notEncrypted(.truncated), .noConnection),
        (.notEncrypted(.unusable(file: "/x", reason: "y")), .usage),
        (.notEncrypted(.refusedSetting("x", reason: "y")), .usage), (.answerTooLarge, .notUnderstood),
        (.fault(ServiceFault(code: "Receiver", reason: "")), .fault),
    ])
    func `every failure has its status and one line`(error: WSManClientError, status: Failure.Status) {
        let failure = Failure(error, endpoint: .local)
        #expect(failure.status == status)
        #expect(failure.sentence.hasSuffix("."))
        #expect(!failure.sentence.contains("\n"))
    }

    @Test(arguments: CertificateProblem.Kind.allCases)
    func `a certificate that is not trusted is named by its fingerprint`(kind: CertificateProblem.Kind) throws {
        let made = try SelfSignedCertificate(names: ["a.example", "b.example"], addresses: ["192.0.2.1", "192.0.2.2"])
        let failure = Failure(.untrusted(made.description, CertificateProblem(kind, "why")), endpoint: .local)
        #expect(failure.status == .noConnection)
        #expect(failure.sentence.contains(Fingerprint.display(made.description.fingerprint)))
        let advice: [CertificateProblem.Kind: [String]] = [
            .unknown: ["--pin", "--ca-file", "why"], .expired: ["--pin", "renewed"], .notYetValid: ["--pin", "clocks"],
            .otherHost: ["--pin", "--host", "(a.example, b.example, 192.0.2.1, …)"], .notPinned: ["change the pin"],
        ]
        for word in advice[kind] ?? [] { #expect(failure.sentence.contains(word), "\(failure.sentence)") }
    }

    @Test func `control characters of a fault do not reach the terminal`() {
        let fault = ServiceFault(code: "Sender", reason: "a\u{1b}[2J\nb")
        #expect(Failure(.fault(fault), endpoint: .local).sentence == "a\u{fffd}[2J b (Sender).")
    }

    @Test func `a refused dialect is told with those that the service speaks`() throws {
        let fault = ServiceFault(
            code: "Sender", subcode: "FilterDialectRequestedUnavailable", reason: "No such dialect.",
            extras: ["http://a/xpath", "http://b/wql"])
        let failure = Failure(.fault(fault), endpoint: .local)
        #expect(
            failure.sentence
                == "No such dialect (FilterDialectRequestedUnavailable); it speaks http://a/xpath, http://b/wql.")
    }
}
