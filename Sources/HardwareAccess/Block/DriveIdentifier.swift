// SPDX-License-Identifier: Apache-2.0

/// A number that no other drive or namespace in the world should have.
public struct DriveIdentifier: Sendable, Hashable {
    /// Who gives the numbers out.
    public enum Kind: String, Sendable, Hashable {
        /// A World Wide Name of 8 or 16 bytes.
        case naa = "NAA"
        /// 8 bytes of the IEEE.
        case eui64 = "EUI-64"
        /// 16 bytes of NVMe.
        case nguid = "NGUID"
        /// 16 bytes made at random.
        case uuid = "UUID"
    }

    /// What kind of number it is.
    public let kind: Kind
    /// The number in lower-case hexadecimal digits without separators.
    public let digits: String

    /// A number from its hexadecimal digits; nil for a length that the kind does not have, and for what firmware writes
    /// where it has no number.
    public init?(_ kind: Kind, _ text: some StringProtocol) {
        let digits = text.lowercased().filter { $0 != "-" && $0 != " " && $0 != ":" }
        guard digits.utf8.allSatisfy({ (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }) else { return nil }
        // One digit over and over (all zero, all f) is no number, with or without the NAA's first digit.
        guard Set(digits.utf8.dropFirst()).count > 1 else { return nil }
        switch kind {
        case .naa:
            // NAA 6 has 16 bytes, 2, 3 and 5 have 8 (SPC-4 7.8.6.6).
            guard let first = digits.first, digits.utf8.count == (first == "6" ? 32 : 16), "2356".contains(first)
            else { return nil }
        case .eui64:
            guard digits.utf8.count == 16 else { return nil }
        case .nguid, .uuid:
            guard digits.utf8.count == 32 else { return nil }
        }
        self.kind = kind
        self.digits = digits
    }

    /// A number from its bytes.
    init?(_ kind: Kind, bytes: some Sequence<UInt8>) {
        self.init(kind, bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined())
    }

    /// What the kernel writes into `wwid`: `naa.…`, `eui.…` of 8 or 16 bytes, `uuid.…`; nil for `t10.…` and `nvme.…`,
    /// which are made of names.
    init?(wwid text: String) {
        guard let dot = text.firstIndex(of: ".") else { return nil }
        let rest = text[text.index(after: dot)...]
        switch text[..<dot] {
        case "naa": self.init(.naa, rest)
        case "eui": self.init(rest.utf8.count > 16 ? .nguid : .eui64, rest)
        case "uuid": self.init(.uuid, rest)
        default: return nil
        }
    }

    /// The name as udev writes it below `/dev/disk/by-id`, behind the bus.
    var name: String {
        switch kind {
        case .naa: "wwn-0x" + digits
        case .eui64, .nguid: "eui." + digits
        case .uuid: "uuid." + digits
        }
    }
}
