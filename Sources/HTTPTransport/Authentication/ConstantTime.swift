// SPDX-License-Identifier: Apache-2.0

import COpenSSL

/// Comparisons whose time does not tell where two texts differ.
enum ConstantTime {
    static func areEqual(_ left: [UInt8], _ right: [UInt8]) -> Bool {
        left.count == right.count && !left.isEmpty && CRYPTO_memcmp(left, right, left.count) == 0
    }
}
