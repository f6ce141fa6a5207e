// SPDX-License-Identifier: Apache-2.0

import NIOHTTP1

/// Why the server itself answers a request, without asking a handler.
enum Refusal: Error, Equatable {
    case malformed
    case unauthorized(challenges: [String])
    case forbidden(String)
    case notFound
    case methodNotAllowed(allowed: [String])
    case timedOut
    case lengthRequired
    case tooLarge
    case unsupportedMediaType
    case codedBody
    case unknownExpectation
    case tooManyAttempts(retryAfterSeconds: Int)
    case headerTooLarge
    case unanswered
    case unknownCoding
    case unknownVersion

    /// The refusal that fits what the decoder threw; nil when it was not about HTTP.
    init?(_ error: any Error) {
        switch error {
        case HTTPParserError.headerOverflow: self = .headerTooLarge
        case HTTPParserError.invalidVersion: self = .unknownVersion
        case is HTTPParserError: self = .malformed
        default: return nil
        }
    }

    var status: Int {
        switch self {
        case .malformed: 400
        case .unauthorized: 401
        case .forbidden: 403
        case .notFound: 404
        case .methodNotAllowed: 405
        case .timedOut: 408
        case .lengthRequired: 411
        case .tooLarge: 413
        case .unsupportedMediaType, .codedBody: 415
        case .unknownExpectation: 417
        case .tooManyAttempts: 429
        case .headerTooLarge: 431
        case .unanswered: 500
        case .unknownCoding: 501
        case .unknownVersion: 505
        }
    }

    /// Whether the next request on the connection can still be told from this one's remains.
    var leavesConnectionUsable: Bool {
        switch self {
        case .unauthorized, .forbidden, .notFound, .methodNotAllowed, .lengthRequired, .unsupportedMediaType,
            .codedBody,
            .unknownExpectation, .tooManyAttempts, .unanswered:
            true
        case .malformed, .timedOut, .tooLarge, .headerTooLarge, .unknownCoding, .unknownVersion:
            false
        }
    }

    /// What a person reads of it; empty where the status says all.
    var text: String {
        switch self {
        case .forbidden(let reason): reason
        default: ""
        }
    }

    var headers: [(String, String)] {
        switch self {
        case .unauthorized(let challenges): challenges.map { ("WWW-Authenticate", $0) }
        case .methodNotAllowed(let allowed): [("Allow", allowed.joined(separator: ", "))]
        // RFC 9110 §12.5.3: what would have been taken.
        case .codedBody: [("Accept-Encoding", "identity")]
        case .tooManyAttempts(let seconds): [("Retry-After", String(seconds))]
        default: []
        }
    }
}

extension Refusal {
    /// The answer to what an authenticator has refused.
    init(_ refusal: AuthenticationRefusal) {
        switch refusal {
        case .challenge(let challenges): self = .unauthorized(challenges: challenges)
        case .forbidden(let reason): self = .forbidden(reason)
        case .tooManyAttempts(let seconds): self = .tooManyAttempts(retryAfterSeconds: seconds)
        }
    }
}
