// SPDX-License-Identifier: Apache-2.0

/// A cache and the threads that share it.
public struct ProcessorCache: Sendable, Hashable {
    /// What a cache holds.
    public enum Kind: String, Sendable, Hashable {
        /// Data only.
        case data = "Data"
        /// Instructions only.
        case instruction = "Instruction"
        /// Both.
        case unified = "Unified"
    }

    /// 1, 2, 3 or 4.
    public let level: Int
    /// What it holds.
    public let kind: Kind
    /// Bytes, or `nil` when the kernel does not tell.
    public let size: Int?
    /// Ways of associativity.
    public let ways: Int?
    /// Bytes of a line.
    public let lineSize: Int?
    /// The threads that share it, in order.
    public let threads: [Int]
}
