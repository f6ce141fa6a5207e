// SPDX-License-Identifier: Apache-2.0

import HTTPTransport

/// Whom to believe over HTTPS, and what to show of oneself.
struct Trust: Equatable {
    var caFile: String?
    /// Fingerprints in lower-case hexadecimal.
    var pins: Set<String> = []
    var certificate: String?
    var key: String?

    init() {}

    /// Flags win over a profile that is named, that over the environment, that over the profile `default`.
    init(
        _ options: ConnectionOptions, environment: [String: String], named: Profile?, fallback: Profile?
    ) throws(Failure) {
        caFile = options.caFile ?? named?.caFile ?? environment["BASEBOARD_CA_FILE"] ?? fallback?.caFile
        let pin = named?.pin ?? environment["BASEBOARD_PIN"] ?? fallback?.pin
        let texts = options.pin.isEmpty ? [pin].compactMap(\.self) : options.pin
        for text in texts {
            guard let fingerprint = Fingerprint.normalized(text) else {
                throw Failure(.usage, "The pin \(text) is no SHA-256 fingerprint, which has 64 hexadecimal digits.")
            }
            pins.insert(fingerprint)
        }
        certificate =
            options.certificate ?? named?.certificate ?? environment["BASEBOARD_CERTIFICATE"]
            ?? fallback?.certificate
        key = options.key ?? named?.key ?? environment["BASEBOARD_KEY"] ?? fallback?.key
        guard (certificate == nil) == (key == nil) else {
            throw Failure(.usage, "A certificate and its key go together; give both --certificate and --key.")
        }
    }

    /// Whether it was said whom to believe, so that nobody is asked about a stranger.
    var isExplicit: Bool { caFile != nil || !pins.isEmpty }

    /// As the HTTP client takes it.
    var settings: TLSClientSettings {
        var settings = TLSClientSettings()
        settings.authorities = caFile
        settings.pins = pins
        if let certificate, let key { settings.identity = .files(certificate: certificate, key: key) }
        return settings
    }
}

/// SHA-256 fingerprints of certificates as people write them.
enum Fingerprint {
    /// Lower-case digits alone; nil when it is no fingerprint.
    static func normalized(_ text: String) -> String? {
        var rest = text.lowercased()
        if rest.hasPrefix("sha256:") { rest.removeFirst("sha256:".count) }
        rest.removeAll { $0 == ":" || $0 == " " }
        guard rest.utf8.count == 64, rest.allSatisfy(\.isHexDigit) else { return nil }
        return rest
    }

    /// In pairs with colons and in capitals, as openssl-x509(1) prints it.
    static func display(_ fingerprint: String) -> String {
        let digits = Array(fingerprint.uppercased())
        return stride(from: 0, to: digits.count, by: 2).map { String(digits[$0..<min($0 + 2, digits.count)]) }
            .joined(separator: ":")
    }
}
