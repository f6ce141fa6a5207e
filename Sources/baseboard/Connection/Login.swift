// SPDX-License-Identifier: Apache-2.0

import HTTPTransport

/// How to prove to a service who one is: what `--auth` says.
enum Login: Equatable {
    /// By name and password, shown in one of the ways of HTTP.
    case password(HTTPCredentials.Scheme)
    /// By the certificate of TLS alone.
    case certificate

    static let names = HTTPCredentials.Scheme.allCases.map(\.rawValue) + ["certificate"]

    /// Reads a name in any letter case; nobody's word is `automatic`.
    init(_ text: String?) throws(Failure) {
        let name = text?.lowercased() ?? HTTPCredentials.Scheme.automatic.rawValue
        if name == "certificate" {
            self = .certificate
        } else if let scheme = HTTPCredentials.Scheme(rawValue: name) {
            self = .password(scheme)
        } else {
            throw Failure(
                .usage,
                "There is no way to log in called \(name); --auth is one of \(Self.names.joined(separator: ", ")).")
        }
    }
}
