// SPDX-License-Identifier: Apache-2.0

public import XML

/// A refusal as it goes on the wire (R14.2-1): code, reason and details.
public struct Fault: Error, Sendable, Equatable {
    /// What stands in the detail besides the FaultDetail URI.
    public enum Extra: Sendable, Hashable {
        /// The action that is not supported.
        case action(String)
        /// The header that is missing or wrong, by its QName.
        case header(XMLName)
        /// A filter dialect that would do, named in the words of the fault's owner.
        case supportedDialect(String)
        /// A delivery mode that would do.
        case supportedDeliveryMode(DeliveryMode)
        /// A fragment dialect that would do.
        case fragmentDialect(String)
        /// A name that a filter of selectors may use.
        case supportedSelectorName(String)
        /// How long to wait before a retry, in milliseconds.
        case retryAfter(milliseconds: UInt64)
    }

    /// Which of the master faults.
    public let code: FaultCode
    /// What a person should change, in one sentence.
    public let reason: String
    /// The detail URI that makes the code precise.
    public let detail: FaultDetail?
    /// Further detail.
    public let extras: [Extra]
    /// The headers that were not understood, for that fault only.
    public let notUnderstood: [XMLName]

    /// A fault that its code tells whole.
    public init(
        _ code: FaultCode, extras: [Extra] = [], notUnderstood: [XMLName] = [], _ reason: String
    ) {
        self.init(code, nil, extras: extras, notUnderstood: notUnderstood, reason)
    }

    /// A fault that a detail makes precise.
    public init(
        _ code: FaultCode, _ detail: FaultDetail?, extras: [Extra] = [], notUnderstood: [XMLName] = [],
        _ reason: String
    ) {
        self.code = code
        self.reason = reason
        self.detail = detail
        self.extras = extras
        self.notUnderstood = notUnderstood
    }
}
