// SPDX-License-Identifier: Apache-2.0

/// What an operator set for one property, and who did it when.
public struct OverlayValue: Sendable, Hashable {
    /// What wins over the hardware's value.
    public let value: OverlayScalar
    /// The name of the account that set it.
    public let setBy: String
    /// When it was set, in seconds since 1970 UTC.
    public let setAt: Int64

    /// Makes a value with its origin.
    public init(_ value: OverlayScalar, setBy: String, setAt: Int64) {
        self.value = value
        self.setBy = setBy
        self.setAt = setAt
    }
}
