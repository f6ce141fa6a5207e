// SPDX-License-Identifier: Apache-2.0

import ResourceModel

/// One line of the users file.
struct Account: Sendable, Hashable {
    let name: String
    let role: Role
    /// How its password is checked; nil where it logs in by certificate alone.
    let hash: PasswordHash?
    /// What Digest proves the knowledge of: H(name:realm:password) for each algorithm (RFC 7616 §3.4.2).
    var digests: [DigestAlgorithm: [UInt8]] = [:]
    /// The certificates that stand for it.
    var certificates: [CertificateMapping] = []

    var principal: Principal { Principal(name: name, role: role) }

    /// The bounds of an account's name, in characters.
    static let nameLength = 1...64

    /// Whether a name may be used: it has to fit into a line, and into a Basic user-id.
    static func isValid(name: String) -> Bool {
        nameLength.contains(name.count) && name.utf8.count <= 256 && name.first?.isWhitespace == false
            && name.last?.isWhitespace == false && name.first != "#"
            && name.unicodeScalars.allSatisfy { scalar in
                scalar != ":" && scalar.properties.generalCategory != .control
            }
    }
}
