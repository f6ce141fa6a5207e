// SPDX-License-Identifier: Apache-2.0

public import HTTPTransport

/// Why an operation has no result.
public enum WSManClientError: Error, Sendable, Hashable {
    /// The service understood the request and refused it.
    case fault(ServiceFault)
    /// There is nobody at the address; the text tells what the system said.
    case unreachable(String)
    /// Whoever answers there shows a certificate that is not trusted.
    case untrusted(ServerCertificate, CertificateProblem)
    /// There is no encrypted connection, for another reason than the service's certificate.
    case notEncrypted(TLSError)
    /// The service speaks HTTPS where it was asked over plain HTTP.
    case encryptedOnly
    /// The service takes the password in clear only, and others could read it on the way.
    case wouldRevealPassword
    /// The service offers ways to log in, by these names, and none of them may be used.
    case noCommonScheme(offered: [String])
    /// The connection ended before the answer was whole.
    case disconnected(String)
    /// No answer came in time.
    case timedOut
    /// The service wants a name and a password, or other ones (HTTP 401).
    case unauthorized
    /// The account is known and may not do this (HTTP 403).
    case forbidden
    /// What answers does not speak WS-Management; the text tells by which sign, the status is HTTP's.
    case notWSMan(status: Int?, String)
    /// The answer is WS-Management, but not an answer to what was asked.
    case unexpectedAnswer(String)
    /// The answer is larger than the client accepts.
    case answerTooLarge
}
