// SPDX-License-Identifier: Apache-2.0

import HTTPTransport
import WSManClient

/// What went wrong, in one sentence that says what to do.
struct Failure: Error, Equatable {
    /// How the program ended; scripts rely on the numbers (`baseboard(1)`, EXIT STATUS).
    enum Status: Int32, Sendable {
        /// The service understood the request and refused it.
        case fault = 1
        /// There was no connection, or it broke, or no answer came in time.
        case noConnection = 3
        /// The service does not know the account, or does not let it do this.
        case notAuthorised = 4
        /// What came back was not understood.
        case notUnderstood = 5
        /// The command line, environment or profile is wrong; sysexits' EX_USAGE, as the argument parser has it.
        case usage = 64
    }

    let status: Status
    let sentence: String

    init(_ status: Status, _ sentence: String) {
        self.status = status
        self.sentence = DisplayText.clean(sentence)
    }
}

extension Failure {
    /// What a failed operation means to the person who asked for it.
    init(_ error: WSManClientError, endpoint: Endpoint) {
        switch error {
        case .fault(let fault): self.init(.fault, Self.sentence(fault))
        case .unreachable(let cause):
            self.init(
                .noConnection,
                "Nothing answers at \(endpoint) (\(cause)); check --host and whether baseboardd runs there.")
        case .untrusted(let certificate, let reason):
            self.init(
                .noConnection,
                "\(endpoint) shows a certificate that is not trusted (\(reason)); if its fingerprint is "
                    + "\(Fingerprint.display(certificate.fingerprint)), give it with --pin, or its authority with --ca-file."
            )
        case .wouldRevealPassword:
            self.init(
                .notAuthorised,
                "\(endpoint) takes the password in clear only; use https://, or --auth basic if nobody can listen.")
        case .disconnected(let cause):
            self.init(
                .noConnection, "\(endpoint) closed the connection before its answer was whole (\(cause)); try again.")
        case .timedOut:
            self.init(.noConnection, "\(endpoint) did not answer in time; try again or give a longer --timeout.")
        case .unauthorized:
            self.init(
                .notAuthorised,
                "\(endpoint) wants a valid name and password; give --user and --password-file, or check them.")
        case .forbidden:
            self.init(.notAuthorised, "\(endpoint) does not let this account do that; use one with another role.")
        case .notWSMan(let status, let sign):
            self.init(
                .notUnderstood,
                "\(endpoint) does not speak WS-Management (\(status.map { "HTTP status \($0), " } ?? "")\(sign)); "
                    + "check port and path in --host.")
        case .unexpectedAnswer(let sign):
            self.init(.notUnderstood, "The answer of \(endpoint) makes no sense (\(sign)); see it whole with --raw.")
        case .answerTooLarge:
            self.init(.notUnderstood, "The answer of \(endpoint) is too large; ask for fewer at a time with --batch.")
        }
    }

    /// A service shows another certificate than the one that a person has said to trust.
    init(changed endpoint: Endpoint, _ certificate: ServerCertificate, known: String, file: String) {
        self.init(
            .noConnection,
            "\(endpoint.authority) shows another certificate (\(Fingerprint.display(certificate.fingerprint))) than the "
                + "one that was trusted (\(Fingerprint.display(known))): somebody may be in between. If it was renewed, "
                + "remove its line from \(file).")
    }

    /// The service's own words where it has any, and its code for those who look it up.
    private static func sentence(_ fault: ServiceFault) -> String {
        let name = [fault.subcode ?? fault.code, fault.detailName.map(String.init) ?? ""]
            .filter { !$0.isEmpty }.joined(separator: ", ")
        var reason = fault.reason.isEmpty ? fault.extras.first ?? "" : fault.reason
        while let last = reason.last, last == "." || last.isWhitespace { reason.removeLast() }
        return reason.isEmpty
            ? "The service refused the request (\(name)) and does not say why; see its answer with --raw."
            : "\(reason) (\(name))."
    }
}
