// SPDX-License-Identifier: Apache-2.0

import Foundation
import HTTPTransport

/// Asks the person at the terminal.
struct Question: Sendable {
    /// Shows a text and brings back the line that is typed; nil where there is no terminal.
    var ask: @Sendable (String) -> String?

    /// The process's own terminal, whatever its output goes to.
    static let process = Question { text in
        guard isatty(STDIN_FILENO) == 1, isatty(STDERR_FILENO) == 1 else { return nil }
        FileHandle.standardError.write(Data(text.utf8))
        return readLine(strippingNewline: true)
    }

    /// Whether a certificate that nobody vouches for is to be trusted from now on.
    func trust(_ certificate: ServerCertificate, of endpoint: Endpoint, _ problem: CertificateProblem) -> Bool {
        let end = Date(timeIntervalSince1970: TimeInterval(certificate.notAfter)).formatted(.iso8601)
        let answer = ask(
            """
            \(endpoint.authority) shows a certificate that is not trusted: \(DisplayText.clean(problem.description)).
                subject      \(DisplayText.clean(certificate.subject))
                issuer       \(DisplayText.clean(certificate.issuer))
                valid until  \(end)
                SHA-256      \(Fingerprint.display(certificate.fingerprint))
            Compare the fingerprint with what the machine's own log says.
            Trust this certificate for \(endpoint.authority) from now on? [y/N]\u{20}
            """)
        return ["y", "yes"].contains(answer?.lowercased() ?? "")
    }
}
