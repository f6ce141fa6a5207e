// SPDX-License-Identifier: Apache-2.0

/// By what a certificate is known to be an account's.
public enum CertificateMapping: Sendable, Hashable, CustomStringConvertible {
    /// One certificate: its SHA-256, 64 hexadecimal digits in lower case.
    case fingerprint(String)
    /// Any certificate with this name in its subjectAltName.
    case alternativeName(PeerCertificate.AlternativeName)
    /// Any certificate with this subject, in the form of RFC 4514 as the log shows it.
    case subject(String)

    /// Reads `fingerprint:HEX`, `san:KIND:NAME` or `subject:NAME`; nil for anything else.
    ///
    /// Fingerprints may have colons and capitals, as OpenSSL prints them.
    public init?(_ text: String) {
        guard let colon = text.firstIndex(of: ":") else { return nil }
        let value = text[text.index(after: colon)...]
        guard !value.isEmpty, value.utf8.count <= Self.longest,
            value.unicodeScalars.allSatisfy({ $0.properties.generalCategory != .control })
        else { return nil }
        switch text[..<colon] {
        case "fingerprint":
            let digits = value.lowercased().filter { $0 != ":" }
            guard digits.utf8.count == 64, digits.utf8.allSatisfy({ Hexadecimal.value($0) != nil }) else { return nil }
            self = .fingerprint(digits)
        case "san":
            guard let second = value.firstIndex(of: ":"),
                let kind = PeerCertificate.AlternativeName.Kind(rawValue: String(value[..<second]))
            else { return nil }
            let name = value[value.index(after: second)...]
            guard !name.isEmpty else { return nil }
            self = .alternativeName(Self.normalized(.init(kind, String(name))))
        case "subject": self = .subject(String(value))
        default: return nil
        }
    }

    /// The longest value, in octets.
    private static let longest = 1024

    /// As it is read.
    public var description: String {
        switch self {
        case .fingerprint(let digits): "fingerprint:\(digits)"
        case .alternativeName(let name): "san:\(name.kind.rawValue):\(name.value)"
        case .subject(let subject): "subject:\(subject)"
        }
    }

    /// All by which a certificate could be mapped, the most exact first; what is equally exact stands together.
    static func candidates(_ certificate: PeerCertificate) -> [[CertificateMapping]] {
        [
            [.fingerprint(certificate.fingerprint)],
            certificate.alternativeNames.map { .alternativeName(normalized($0)) },
            certificate.subject.isEmpty ? [] : [.subject(certificate.subject)],
        ]
    }

    /// Host names have no case (RFC 4343), nor have mail addresses in practice.
    private static func normalized(_ name: PeerCertificate.AlternativeName) -> PeerCertificate.AlternativeName {
        switch name.kind {
        case .dns, .email, .upn, .address: .init(name.kind, name.value.lowercased())
        case .uri: name
        }
    }
}
