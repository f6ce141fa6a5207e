// SPDX-License-Identifier: Apache-2.0

public import ResourceModel
import XML

/// When something is to end, as a client says it: after a while or at a moment (`wsen:Expires` and `wse:Expires`,
/// R8.2.1-2).
public enum Expiration: Sendable, Hashable {
    /// After so many nanoseconds.
    case duration(UInt64)
    /// At a moment.
    case moment(Timestamp)

    /// Reads an `Expires` element.
    ///
    /// - Parameter refusal: what to fault with, in the words of the specification whose element it is.
    init(_ element: XMLElement, else refusal: FaultCode = .invalidExpirationTime) throws(Fault) {
        let text = element.trimmedText
        if let nanoseconds = XSDuration.nanoseconds(text) {
            self = .duration(nanoseconds)
        } else if let moment = Timestamp(text) {
            self = .moment(moment)
        } else {
            throw Fault(
                refusal,
                "Expires is \"\(text.prefix(100))\"; it is a positive duration such as PT10M, or a moment such as 2030-01-31T12:00:00Z."
            )
        }
    }

    /// How long it is from now, in nanoseconds; nil when it is over.
    public func nanoseconds(after now: Timestamp) -> UInt64? {
        switch self {
        case .duration(let nanoseconds): return nanoseconds == 0 ? nil : nanoseconds
        case .moment(let moment):
            guard moment > now else { return nil }
            let left = UInt64(moment.microseconds.subtractingReportingOverflow(now.microseconds).partialValue.magnitude)
            let scaled = left.multipliedReportingOverflow(by: 1000)
            return scaled.overflow ? .max : scaled.partialValue
        }
    }

    /// The same kind of answer for another length of time: clients that ask for a moment are told one.
    public func granting(_ nanoseconds: UInt64, from now: Timestamp) -> Expiration {
        switch self {
        case .duration: return .duration(nanoseconds)
        case .moment:
            let end = now.microseconds.addingReportingOverflow(Int64(clamping: nanoseconds / 1000))
            return .moment(Timestamp(microseconds: end.overflow ? .max : end.partialValue))
        }
    }

    /// The text of the element.
    public var text: String {
        switch self {
        case .duration(let nanoseconds): XSDuration.text(nanoseconds: nanoseconds)
        case .moment(let moment): moment.description
        }
    }
}
