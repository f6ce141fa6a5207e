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
        case .untrusted(let certificate, let problem): self.init(certificate, problem, endpoint: endpoint)
        case .notEncrypted(let error): self.init(error, endpoint: endpoint)
        case .encryptedOnly:
            self.init(.noConnection, "\(endpoint.authority) speaks HTTPS only; write https:// in --host.")
        case .wouldRevealPassword:
            self.init(
                .notAuthorised,
                "\(endpoint) takes the password in clear only; use https://, or --auth basic if nobody can listen.")
        case .noCommonScheme(let offered):
            self.init(
                .notAuthorised,
                "\(endpoint) lets nobody log in but by \(offered.joined(separator: ", ")), which is either not what --auth "
                    + "says or of a kind not known here; change --auth, or what the service offers.")
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
            self.init(
                .notAuthorised,
                "\(endpoint) does not let this account, or this certificate, do that; use one with another role.")
        case .notWSMan(let status, let sign):
            self.init(
                .notUnderstood,
                "\(endpoint) does not speak WS-Management (\(status.map { "HTTP status \($0), " } ?? "")\(sign)); "
                    + "check scheme, port and path in --host.")
        case .unexpectedAnswer(let sign):
            self.init(.notUnderstood, "The answer of \(endpoint) makes no sense (\(sign)); see it whole with --raw.")
        case .answerTooLarge:
            self.init(.notUnderstood, "The answer of \(endpoint) is too large; ask for fewer at a time with --batch.")
        }
    }

    /// Whoever answers is not to be believed; what helps depends on why.
    private init(_ certificate: ServerCertificate, _ problem: CertificateProblem, endpoint: Endpoint) {
        let place = endpoint.authority
        let fingerprint = Fingerprint.display(certificate.fingerprint)
        let sentence =
            switch problem.kind {
            case .unknown:
                "\(place) shows a certificate that is not trusted (\(problem)); if its fingerprint is \(fingerprint), give "
                    + "it with --pin, or its authority with --ca-file."
            case .otherHost:
                "\(place) shows a certificate for other hosts (\(Self.list(certificate.hosts))); use their name in --host, "
                    + "or, if its fingerprint is \(fingerprint), give it with --pin."
            case .expired:
                "The certificate of \(place) has expired; have it renewed, or, if its fingerprint is \(fingerprint), give "
                    + "it with --pin."
            case .notYetValid:
                "The certificate of \(place) is not valid yet; check the clocks here and there, or, if its fingerprint is "
                    + "\(fingerprint), give it with --pin."
            case .notPinned:
                "\(place) shows another certificate (\(fingerprint)) than the pinned one: somebody may be in between; if it "
                    + "was renewed, change the pin."
            }
        self.init(.noConnection, sentence)
    }

    /// A few of many, as they come from a certificate that anybody may have made.
    private static func list(_ hosts: [String]) -> String {
        guard !hosts.isEmpty else { return "none" }
        return hosts.prefix(3).map { String($0.prefix(80)) }.joined(separator: ", ") + (hosts.count > 3 ? ", …" : "")
    }

    /// Nothing could be encrypted.
    private init(_ error: TLSError, endpoint: Endpoint) {
        switch error {
        case .unusable(let file, let reason):
            self.init(
                .usage, "\(file) cannot be used (\(reason)); check what --ca-file, --certificate and --key name.")
        case .refusedSetting: self.init(.usage, "\(error); check the policy in openssl.cnf.")
        case .plainHTTP:
            self.init(
                .noConnection,
                "\(endpoint.authority) does not speak HTTPS; check the port, or write http:// in --host if nobody can "
                    + "listen.")
        case .failed, .truncated, .untrusted:
            self.init(
                .noConnection,
                "There is no encrypted connection to \(endpoint.authority) (\(error)); check the port, and whether it "
                    + "wants a certificate (--certificate).")
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
        // What the service does speak stands in the detail (`spec/faults.md` 18 and 21).
        let dialects = fault.extras.filter { $0.contains("://") }
        let refusals = ["FilterDialectRequestedUnavailable", "FilteringRequestedUnavailable"]
        if refusals.contains(fault.subcode ?? ""), !reason.isEmpty, !dialects.isEmpty {
            return "\(reason) (\(name)); it speaks \(dialects.joined(separator: ", "))."
        }
        return reason.isEmpty
            ? "The service refused the request (\(name)) and does not say why; see its answer with --raw."
            : "\(reason) (\(name))."
    }
}
