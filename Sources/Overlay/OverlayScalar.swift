// SPDX-License-Identifier: Apache-2.0

import Database

/// A value as an operator sets it, in the type of the property it stands for.
public enum OverlayScalar: Sendable, Hashable {
    /// An integer, of any width that fits.
    case integer(Int64)
    /// A finite floating-point number.
    case real(Double)
    /// Text.
    case text(String)
    /// True or false.
    case boolean(Bool)
}

extension OverlayScalar {
    /// The name of the case, as the `type` column holds it.
    var storedType: String {
        switch self {
        case .integer: "integer"
        case .real: "real"
        case .text: "text"
        case .boolean: "boolean"
        }
    }

    /// The value, as the `value` column holds it.
    var storedValue: DatabaseValue {
        switch self {
        case .integer(let integer): .integer(integer)
        case .real(let real): .real(real)
        case .text(let text): .text(text)
        case .boolean(let boolean): .integer(boolean ? 1 : 0)
        }
    }

    /// Reads the two columns; nil when they do not make a value.
    init?(storedType: String, storedValue: DatabaseValue) {
        switch (storedType, storedValue) {
        case ("integer", .integer(let integer)): self = .integer(integer)
        case ("real", .real(let real)) where real.isFinite: self = .real(real)
        case ("text", .text(let text)): self = .text(text)
        case ("boolean", .integer(0)): self = .boolean(false)
        case ("boolean", .integer(1)): self = .boolean(true)
        default: return nil
        }
    }
}
