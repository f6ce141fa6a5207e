// SPDX-License-Identifier: Apache-2.0

/// Which numbers of a rising sequence have been seen: the highest, and the 127 before it.
///
/// Requests of one client that go over several connections arrive out of order; none of them may come twice.
struct ReplayWindow: Equatable {
    private var highest: UInt64 = 0
    /// Bit n stands for `highest - n`.
    private var seen: UInt128 = 0

    /// Takes note of a number, unless it was seen before, is too old to tell, or is zero.
    mutating func accept(_ number: UInt64) -> Bool {
        guard number > 0 else { return false }
        if number > highest {
            let distance = number - highest
            seen = distance < 128 ? seen << UInt128(distance) : 0
            highest = number
            seen |= 1
            return true
        }
        let age = highest - number
        guard age < 128, seen & (1 << UInt128(age)) == 0 else { return false }
        seen |= 1 << UInt128(age)
        return true
    }
}
