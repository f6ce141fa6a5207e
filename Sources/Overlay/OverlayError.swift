// SPDX-License-Identifier: Apache-2.0

public import Database

/// Why a change to the overlay was refused; nothing of it took effect.
public enum OverlayError: Error, Sendable, Hashable {
    /// As many properties are set as the limit allows.
    case tooManyEntries(limit: Int)
    /// A text is longer than the limit; `what` names the property or what else it was.
    case textTooLong(what: String, limit: Int)
    /// The number for a property is infinite or not a number.
    case notFinite(property: String)
    /// The change could not be stored.
    case database(DatabaseError)
}

extension OverlayError: CustomStringConvertible {
    /// The refusal in a sentence.
    public var description: String {
        switch self {
        case .tooManyEntries(let limit): "no more than \(limit) properties may be set (OverlayMaxEntries=)"
        case .textTooLong(let what, let limit): "\(what) is longer than \(limit) bytes"
        case .notFinite(let property): "\(property) must be a finite number"
        case .database(let error): "the change could not be stored: \(error)"
        }
    }
}
