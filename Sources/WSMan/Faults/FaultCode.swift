// SPDX-License-Identifier: Apache-2.0

/// Whose fault it is, in SOAP's words; it picks the HTTP status (RC.2-9).
public enum FaultOrigin: String, Sendable, Hashable {
    /// The client must change the message: HTTP 400.
    case sender = "Sender"
    /// The service failed, the message was fine: HTTP 500.
    case receiver = "Receiver"
    /// A header that had to be understood was not: HTTP 500.
    case mustUnderstand = "MustUnderstand"
    /// The envelope is not SOAP 1.2: HTTP 500.
    case versionMismatch = "VersionMismatch"

    /// The HTTP status that goes with it.
    public var httpStatus: Int { self == .sender ? 400 : 500 }
}

/// The specification that owns a fault's subcode; it picks the fault's action (R14.2-3).
public enum FaultOwner: Sendable, Hashable {
    /// SOAP itself, or no subcode.
    case soap
    /// WS-Management.
    case management
    /// WS-Addressing, in the version of the request.
    case addressing
    /// WS-Enumeration.
    case enumeration
    /// WS-Eventing.
    case eventing
    /// WS-Transfer.
    case transfer
    /// The CIM binding (DSP0227).
    case binding

    /// The action of a fault message with a subcode of this owner.
    public func action(_ version: AddressingVersion) -> String {
        switch self {
        case .management: "http://schemas.dmtf.org/wbem/wsman/1/wsman/fault"
        case .enumeration: "\(Namespace.enumeration)/fault"
        case .eventing: "\(Namespace.eventing)/fault"
        case .transfer: "\(Namespace.transfer)/fault"
        case .binding: "http://schemas.dmtf.org/wbem/wsman/1/cimbinding/fault"
        case .addressing: version.faultAction
        case .soap: version == .submission2004 ? version.faultAction : "\(version.namespace)/soap/fault"
        }
    }

    /// The prefix under which our envelopes declare the owner's namespace.
    var prefix: String {
        switch self {
        case .soap: Prefix.soap
        case .management: Prefix.management
        case .addressing: Prefix.addressing
        case .enumeration: Prefix.enumeration
        case .eventing: Prefix.eventing
        case .transfer: Prefix.transfer
        case .binding: Prefix.binding
        }
    }
}

/// The master faults of DSP0226 (R14.6-1), a row each of the tables in `spec/faults.md` section 2, and the one of DSP0227.
public enum FaultCode: String, Sendable, Hashable, CaseIterable {
    /// Names as they are on the wire; where two owners share one, the owner stands in front here.
    case accessDenied = "AccessDenied"
    case actionNotSupported = "ActionNotSupported"
    case alreadyExists = "AlreadyExists"
    case enumerationCannotProcessFilter = "wsen:CannotProcessFilter"
    case cannotProcessFilter = "CannotProcessFilter"
    case concurrency = "Concurrency"
    case destinationUnreachable = "DestinationUnreachable"
    case encodingLimit = "EncodingLimit"
    case endpointUnavailable = "EndpointUnavailable"
    case filterDialectRequestedUnavailable = "FilterDialectRequestedUnavailable"
    case filteringNotSupported = "wsen:FilteringNotSupported"
    case internalError = "InternalError"
    case invalidEnumerationContext = "InvalidEnumerationContext"
    case invalidExpirationTime = "wsen:InvalidExpirationTime"
    case invalidMessageInformationHeader = "InvalidMessageInformationHeader"
    case invalidOptions = "InvalidOptions"
    case invalidParameter = "InvalidParameter"
    case invalidRepresentation = "InvalidRepresentation"
    case invalidSelectors = "InvalidSelectors"
    case messageInformationHeaderRequired = "MessageInformationHeaderRequired"
    case polymorphismModeNotSupported = "PolymorphismModeNotSupported"
    case quotaLimit = "QuotaLimit"
    case schemaValidationError = "SchemaValidationError"
    case timedOut = "TimedOut"
    case unsupportedFeature = "UnsupportedFeature"
    case notUnderstood = "s:MustUnderstand"
    case versionMismatch = "s:VersionMismatch"

    /// Whose fault it is.
    public var origin: FaultOrigin {
        switch self {
        case .endpointUnavailable, .internalError, .invalidEnumerationContext, .timedOut: .receiver
        case .notUnderstood: .mustUnderstand
        case .versionMismatch: .versionMismatch
        default: .sender
        }
    }

    /// The specification that owns the subcode.
    public var owner: FaultOwner {
        switch self {
        case .actionNotSupported, .destinationUnreachable, .endpointUnavailable, .invalidMessageInformationHeader,
            .messageInformationHeaderRequired:
            .addressing
        case .enumerationCannotProcessFilter, .filterDialectRequestedUnavailable, .filteringNotSupported,
            .invalidEnumerationContext, .invalidExpirationTime:
            .enumeration
        case .invalidRepresentation: .transfer
        case .polymorphismModeNotSupported: .binding
        case .notUnderstood, .versionMismatch: .soap
        default: .management
        }
    }

    /// The subcode's local name, in the words of the addressing version; nil for SOAP's own faults.
    public func subcode(_ version: AddressingVersion) -> String? {
        if owner == .soap { return nil }
        if version == .recommendation2005 {
            if self == .invalidMessageInformationHeader { return "InvalidAddressingHeader" }
            if self == .messageInformationHeaderRequired { return "MessageAddressingHeaderRequired" }
        }
        return String(rawValue.split(separator: ":").last ?? "")
    }
}
