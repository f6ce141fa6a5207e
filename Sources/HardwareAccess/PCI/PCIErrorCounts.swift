// SPDX-License-Identifier: Apache-2.0

/// Errors of one severity that a function reported since boot (AER); memory of the kernel, so reading touches nothing.
public struct PCIErrorCounts: Sendable, Hashable {
    /// One kind of error and how often it was seen.
    public struct Kind: Sendable, Hashable {
        /// The kernel's name, such as `BadTLP`.
        public let name: String
        /// How often.
        public let count: UInt64
    }

    /// All kinds together, as the kernel sums them.
    public let total: UInt64
    /// The kinds that were seen at all.
    public let seen: [Kind]

    /// The most kinds taken from a file: no register has more.
    private static let limit = 64

    /// The counts in a file of lines such as `BadTLP 3`, the last of them the total; nil for another content.
    init?(_ text: String) {
        var kinds: [Kind] = []
        var total: UInt64?
        for line in text.split(separator: "\n").prefix(Self.limit) {
            let words = line.split(separator: " ")
            guard words.count == 2, let count = UInt64(words[1]) else { continue }
            if words[0].hasPrefix("TOTAL_ERR") {
                total = count
            } else {
                kinds.append(Kind(name: String(sysfs: words[0].utf8), count: count))
            }
        }
        guard total != nil || !kinds.isEmpty else { return nil }
        self.total = total ?? kinds.reduce(0) { UInt64(clamping: $0.addingReportingOverflow($1.count)) }
        seen = kinds.filter { $0.count > 0 }
    }

    /// The counts in the file at `path`; nil where there are none.
    init?(_ path: String, reading sysfs: Sysfs) {
        guard let bytes = try? sysfs.contents(path, limit: 4096) else { return nil }
        self.init(String(decoding: bytes, as: UTF8.self))
    }
}

extension UInt64 {
    /// A sum, or the greatest number where it does not fit.
    fileprivate init(clamping sum: (partialValue: UInt64, overflow: Bool)) {
        self = sum.overflow ? .max : sum.partialValue
    }
}
