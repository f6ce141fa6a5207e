// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// Numbers changes in the order in which they are stored, which alone tells the later of two whose answers overtake
/// each other.
final class ChangeOrder: Sendable {
    private let last = Atomic<UInt64>(0)

    /// A number greater than all before; taken within the transaction.
    func next() -> UInt64 { last.wrappingAdd(1, ordering: .relaxed).newValue }
}
