// SPDX-License-Identifier: Apache-2.0

/// The kernel's notation of processor sets: `0-3,8,10-11`.
public enum CPULists {
    /// The greatest processor number believed.
    public static let limit = 65_536

    /// The numbers in `text` in order; what is not a number or range is skipped.
    public static func parse(_ text: String) -> [Int] {
        var numbers: Set<Int> = []
        for item in text.split(whereSeparator: { $0 == "," || $0 == " " }) {
            // A stride such as 0-14:2/4 is only ever read in kernel parameters.
            let ends = item.split(separator: "-", maxSplits: 1)
            guard let first = ends.first.flatMap({ Int($0) }), let last = ends.last.flatMap({ Int($0) }), first >= 0,
                first <= last, last < limit
            else { continue }
            numbers.formUnion(first...last)
        }
        return numbers.sorted()
    }

    /// The numbers of a mask such as `ff,00000003`, which old kernels give instead of a list.
    public static func parseMask(_ text: String) -> [Int] {
        var numbers: [Int] = []
        for (word, digits) in text.split(separator: ",").reversed().enumerated() {
            guard var bits = UInt32(digits, radix: 16), word < limit / 32 else { continue }
            while bits != 0 {
                numbers.append(word * 32 + bits.trailingZeroBitCount)
                bits &= bits - 1
            }
        }
        return numbers
    }
}
