// SPDX-License-Identifier: Apache-2.0

import Glibc

/// An address of IPv4 or IPv6, so that one address is one value however it is written.
public struct NetworkAddress: Sendable, Hashable {
    /// Sixteen octets; those of IPv4 are mapped as RFC 4291 section 2.5.5.2 has it.
    let octets: [UInt8]

    private static let mapped: [UInt8] = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF]

    /// Reads the number of an address, without brackets; nil for a name.
    public init?(_ text: String) {
        var octets = [UInt8](repeating: 0, count: 16)
        if inet_pton(AF_INET, text, &octets) == 1 {
            self.octets = Self.mapped + octets[..<4]
        } else if inet_pton(AF_INET6, text, &octets) == 1 {
            self.octets = octets
        } else {
            return nil
        }
    }

    /// Whether it is one of IPv4.
    var isIPv4: Bool { octets.starts(with: Self.mapped) }

    /// Whether the first bits are another address's.
    func agrees(with other: NetworkAddress, bits: Int) -> Bool {
        for (index, pair) in zip(octets, other.octets).enumerated() {
            let left = min(8, bits - index * 8)
            guard left > 0 else { return true }
            guard (pair.0 ^ pair.1) >> UInt8(8 - left) == 0 else { return false }
        }
        return true
    }
}
