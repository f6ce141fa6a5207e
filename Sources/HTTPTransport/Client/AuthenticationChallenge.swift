// SPDX-License-Identifier: Apache-2.0

/// One challenge of a WWW-Authenticate field (RFC 9110 §11.3).
struct AuthenticationChallenge: Equatable {
    /// In lower case.
    let scheme: String
    /// Names in lower case.
    let parameters: [String: String]

    /// What a person calls the scheme; whatever a server writes there, it is a token.
    var displayName: String { String(scheme.prefix(1).uppercased() + scheme.dropFirst().prefix(31)) }

    private static let maxChallenges = 16

    /// Reads a field with one challenge or several; what follows a mistake is left out.
    static func read(_ field: String) -> [AuthenticationChallenge] {
        var syntax = AuthenticationSyntax(field.utf8[...])
        var challenges: [AuthenticationChallenge] = []
        var scheme: String?
        var parameters: [String: String] = [:]
        func finish() {
            if let scheme { challenges.append(AuthenticationChallenge(scheme: scheme, parameters: parameters)) }
        }
        while challenges.count < maxChallenges, parameters.count < AuthenticationSyntax.maxParameters {
            syntax.skipSeparators()
            guard let name = syntax.token() else { break }
            syntax.skipBlanks()
            // A name without a value begins the next challenge.
            guard syntax.take(UInt8(ascii: "=")) else {
                finish()
                scheme = name.lowercased()
                parameters = [:]
                continue
            }
            syntax.skipBlanks()
            guard scheme != nil, let value = syntax.value(),
                parameters.updateValue(value, forKey: name.lowercased()) == nil
            else { break }
        }
        finish()
        return challenges
    }
}
