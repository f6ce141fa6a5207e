// SPDX-License-Identifier: Apache-2.0

/// Why there is no answer.
public enum HTTPClientError: Error, Sendable, Equatable, CustomStringConvertible {
    /// What a time ran out for.
    public enum Phase: String, Sendable {
        /// Finding the address and connecting.
        case connect
        /// Everything from the call to the end of the answer.
        case answer
    }

    /// The text is not a URL this client can use.
    case invalidURL(String)
    /// The URL's scheme is neither `http` nor `https`.
    case unsupportedScheme(String)
    /// A header field has a name or value that HTTP does not allow.
    case invalidHeader(String)
    /// The host name has no address; the text is the system's.
    case unresolved(host: String, reason: String)
    /// Nobody listens at the address.
    case refused(String)
    /// The address cannot be reached; the text is the system's.
    case unreachable(String, reason: String)
    /// There is no encrypted connection.
    case tls(TLSError)
    /// The server takes the password in clear only, and others could read it on the way.
    case wouldRevealPassword
    /// The server offers ways to log in, by these names, and the credentials may be shown in none of them.
    case noCommonScheme(offered: [String])
    /// A configured time ran out.
    case timedOut(Phase)
    /// The server closed the connection before its answer was complete.
    case closed
    /// The answer is larger than configured; the number is the bound in octets.
    case tooLarge(Int)
    /// What came back is not HTTP.
    case malformed
    /// As many requests wait as may.
    case busy
    /// The calling task was cancelled, or the client shut down.
    case cancelled

    /// One sentence.
    public var description: String {
        switch self {
        case .invalidURL(let text): "'\(text)' is not a URL such as http://host:5985/wsman"
        case .unsupportedScheme(let scheme): "the scheme '\(scheme)' is not supported"
        case .invalidHeader(let name): "the header field '\(name)' is not allowed"
        case .unresolved(let host, let reason): "the host '\(host)' has no address: \(reason)"
        case .refused(let address): "nobody listens on \(address)"
        case .unreachable(let address, let reason): "cannot connect to \(address): \(reason)"
        case .tls(let error): "\(error)"
        case .wouldRevealPassword: "the server wants the password in clear, and the connection is not encrypted"
        case .noCommonScheme(let offered): "the server offers only \(offered.joined(separator: ", ")) to log in"
        case .timedOut(.connect): "no connection in time"
        case .timedOut(.answer): "no answer in time"
        case .closed: "the server closed the connection without a complete answer"
        case .tooLarge(let limit): "the answer is larger than \(limit) octets"
        case .malformed: "the answer is not HTTP"
        case .busy: "too many requests wait for this server"
        case .cancelled: "the request was cancelled"
        }
    }
}
