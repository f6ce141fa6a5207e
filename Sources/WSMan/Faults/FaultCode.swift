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
///
/// Where two owners share a name, the owner stands in front here.
public enum FaultCode: Sendable, Hashable, CaseIterable {
    case accessDenied
    case actionNotSupported
    case alreadyExists
    case enumerationCannotProcessFilter
    case cannotProcessFilter
    case concurrency
    case deliveryModeRequestedUnavailable
    case deliveryRefused
    case destinationUnreachable
    case encodingLimit
    case endpointUnavailable
    case eventDeliverToUnusable
    case eventSourceUnableToProcess
    case filterDialectRequestedUnavailable
    case eventingFilteringNotSupported
    case filteringNotSupported
    case filteringRequestedUnavailable
    case fragmentDialectNotSupported
    case internalError
    case invalidBookmark
    case invalidEnumerationContext
    case eventingInvalidExpirationTime
    case invalidExpirationTime
    case eventingInvalidMessage
    case invalidMessageInformationHeader
    case invalidOptions
    case invalidParameter
    case invalidRepresentation
    case invalidSelectors
    case messageInformationHeaderRequired
    case noAck
    case polymorphismModeNotSupported
    case quotaLimit
    case schemaValidationError
    case timedOut
    case unableToRenewSubscription
    case unableToRenew
    case eventingUnsupportedExpirationType
    case unsupportedExpirationType
    case unsupportedFeature
    case notUnderstood
    case versionMismatch

    /// A row of the table: the owner of the subcode, the subcode, whose fault it is.
    private var row: (owner: FaultOwner, subcode: String, origin: FaultOrigin) {
        switch self {
        case .accessDenied: (.management, "AccessDenied", .sender)
        case .actionNotSupported: (.addressing, "ActionNotSupported", .sender)
        case .alreadyExists: (.management, "AlreadyExists", .sender)
        case .enumerationCannotProcessFilter: (.enumeration, "CannotProcessFilter", .sender)
        case .cannotProcessFilter: (.management, "CannotProcessFilter", .sender)
        case .concurrency: (.management, "Concurrency", .sender)
        case .deliveryModeRequestedUnavailable: (.eventing, "DeliveryModeRequestedUnavailable", .sender)
        case .deliveryRefused: (.management, "DeliveryRefused", .receiver)
        case .destinationUnreachable: (.addressing, "DestinationUnreachable", .sender)
        case .encodingLimit: (.management, "EncodingLimit", .sender)
        case .endpointUnavailable: (.addressing, "EndpointUnavailable", .receiver)
        case .eventDeliverToUnusable: (.management, "EventDeliverToUnusable", .sender)
        case .eventSourceUnableToProcess: (.eventing, "EventSourceUnableToProcess", .sender)
        case .filterDialectRequestedUnavailable: (.enumeration, "FilterDialectRequestedUnavailable", .sender)
        case .eventingFilteringNotSupported: (.eventing, "FilteringNotSupported", .sender)
        case .filteringNotSupported: (.enumeration, "FilteringNotSupported", .sender)
        case .filteringRequestedUnavailable: (.eventing, "FilteringRequestedUnavailable", .sender)
        case .fragmentDialectNotSupported: (.management, "FragmentDialectNotSupported", .receiver)
        case .internalError: (.management, "InternalError", .receiver)
        case .invalidBookmark: (.management, "InvalidBookmark", .sender)
        case .invalidEnumerationContext: (.enumeration, "InvalidEnumerationContext", .receiver)
        case .eventingInvalidExpirationTime: (.eventing, "InvalidExpirationTime", .sender)
        case .invalidExpirationTime: (.enumeration, "InvalidExpirationTime", .sender)
        case .eventingInvalidMessage: (.eventing, "InvalidMessage", .sender)
        case .invalidMessageInformationHeader: (.addressing, "InvalidMessageInformationHeader", .sender)
        case .invalidOptions: (.management, "InvalidOptions", .sender)
        case .invalidParameter: (.management, "InvalidParameter", .sender)
        case .invalidRepresentation: (.transfer, "InvalidRepresentation", .sender)
        case .invalidSelectors: (.management, "InvalidSelectors", .sender)
        case .messageInformationHeaderRequired: (.addressing, "MessageInformationHeaderRequired", .sender)
        case .noAck: (.management, "NoAck", .sender)
        case .polymorphismModeNotSupported: (.binding, "PolymorphismModeNotSupported", .sender)
        case .quotaLimit: (.management, "QuotaLimit", .sender)
        case .schemaValidationError: (.management, "SchemaValidationError", .sender)
        case .timedOut: (.management, "TimedOut", .receiver)
        case .unableToRenewSubscription: (.eventing, "UnableToRenew", .sender)
        case .unableToRenew: (.enumeration, "UnableToRenew", .sender)
        case .eventingUnsupportedExpirationType: (.eventing, "UnsupportedExpirationType", .sender)
        case .unsupportedExpirationType: (.enumeration, "UnsupportedExpirationType", .sender)
        case .unsupportedFeature: (.management, "UnsupportedFeature", .sender)
        case .notUnderstood: (.soap, "", .mustUnderstand)
        case .versionMismatch: (.soap, "", .versionMismatch)
        }
    }

    /// Whose fault it is.
    public var origin: FaultOrigin { row.origin }

    /// The specification that owns the subcode.
    public var owner: FaultOwner { row.owner }

    /// The subcode's local name, in the words of the addressing version; nil for SOAP's own faults.
    public func subcode(_ version: AddressingVersion) -> String? {
        if owner == .soap { return nil }
        if version == .recommendation2005 {
            if self == .invalidMessageInformationHeader { return "InvalidAddressingHeader" }
            if self == .messageInformationHeaderRequired { return "MessageAddressingHeaderRequired" }
        }
        return row.subcode
    }
}
