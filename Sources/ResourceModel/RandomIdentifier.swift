// SPDX-License-Identifier: Apache-2.0

/// Makes names that nobody else makes, of logs and of incidents: random UUIDs in lower case (RFC 9562 5.4).
public enum RandomIdentifier {
    /// A name.
    public static func make() -> String {
        var octets = (0..<16).map { _ in UInt8.random(in: .min ... .max) }
        octets[6] = octets[6] & 0x0F | 0x40
        octets[8] = octets[8] & 0x3F | 0x80
        var text = ""
        for (index, octet) in octets.enumerated() {
            if [4, 6, 8, 10].contains(index) { text += "-" }
            text += octet < 16 ? "0" : ""
            text += String(octet, radix: 16)
        }
        return text
    }
}
