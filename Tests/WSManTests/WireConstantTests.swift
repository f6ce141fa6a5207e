// SPDX-License-Identifier: Apache-2.0

import Testing
import WSMan
import XML

/// What is on the wire, compared with lists typed from the published schemas and texts.
struct WireConstantTests {
    @Test(arguments: [
        (Namespace.soap, "http://www.w3.org/2003/05/soap-envelope"),
        (Namespace.soap11, "http://schemas.xmlsoap.org/soap/envelope/"),
        (Namespace.addressing2004, "http://schemas.xmlsoap.org/ws/2004/08/addressing"),
        (Namespace.addressing2005, "http://www.w3.org/2005/08/addressing"),
        (Namespace.eventing, "http://schemas.xmlsoap.org/ws/2004/08/eventing"),
        (Namespace.enumeration, "http://schemas.xmlsoap.org/ws/2004/09/enumeration"),
        (Namespace.transfer, "http://schemas.xmlsoap.org/ws/2004/09/transfer"),
        (Namespace.management, "http://schemas.dmtf.org/wbem/wsman/1/wsman.xsd"),
        (Namespace.identity, "http://schemas.dmtf.org/wbem/wsman/identity/1/wsmanidentity.xsd"),
        (Namespace.binding, "http://schemas.dmtf.org/wbem/wsman/1/cimbinding.xsd"),
        (Namespace.cimCommon, "http://schemas.dmtf.org/wbem/wscim/1/common"),
        (Namespace.catalog, "http://schemas.xmlsoap.org/ws/2005/06/wsmancat"),
        (Namespace.schema, "http://www.w3.org/2001/XMLSchema"),
        (Namespace.schemaInstance, "http://www.w3.org/2001/XMLSchema-instance"),
        (Namespace.trust, "http://schemas.xmlsoap.org/ws/2005/02/trust"),
        (Namespace.policy, "http://schemas.xmlsoap.org/ws/2004/09/policy"),
        (
            Namespace.security,
            "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd"
        ),
        (DeliveryMode.push.uri, "http://schemas.xmlsoap.org/ws/2004/08/eventing/DeliveryModes/Push"),
        (DeliveryMode.pushWithAck.uri, "http://schemas.dmtf.org/wbem/wsman/1/wsman/PushWithAck"),
        (DeliveryMode.events.uri, "http://schemas.dmtf.org/wbem/wsman/1/wsman/Events"),
        (DeliveryMode.pull.uri, "http://schemas.dmtf.org/wbem/wsman/1/wsman/Pull"),
        (Action.event, "http://schemas.dmtf.org/wbem/wsman/1/wsman/Event"),
        (Action.events, "http://schemas.dmtf.org/wbem/wsman/1/wsman/Events"),
        (Action.heartbeat, "http://schemas.dmtf.org/wbem/wsman/1/wsman/Heartbeat"),
        (Action.droppedEvents, "http://schemas.dmtf.org/wbem/wsman/1/wsman/DroppedEvents"),
        (Action.acknowledgement, "http://schemas.dmtf.org/wbem/wsman/1/wsman/Ack"),
        (Action.subscriptionEnd, "http://schemas.xmlsoap.org/ws/2004/08/eventing/SubscriptionEnd"),
        (EventBookmark.earliestURI, "http://schemas.dmtf.org/wbem/wsman/1/wsman/bookmark/earliest"),
        (Namespace.xml, "http://www.w3.org/XML/1998/namespace"),
        (AddressingVersion.submission2004.anonymous, "http://schemas.xmlsoap.org/ws/2004/08/addressing/role/anonymous"),
        (AddressingVersion.recommendation2005.anonymous, "http://www.w3.org/2005/08/addressing/anonymous"),
        (CatalogEntry.catalogURI, "wsman:system/catalog/2005/06/Catalog"),
    ])
    func `namespaces and addresses are the published ones`(ours: String, published: String) {
        #expect(ours == published)
    }

    @Test(arguments: [
        (Action.get, "http://schemas.xmlsoap.org/ws/2004/09/transfer/Get"),
        (Action.put, "http://schemas.xmlsoap.org/ws/2004/09/transfer/Put"),
        (Action.create, "http://schemas.xmlsoap.org/ws/2004/09/transfer/Create"),
        (Action.delete, "http://schemas.xmlsoap.org/ws/2004/09/transfer/Delete"),
        (Action.enumerate, "http://schemas.xmlsoap.org/ws/2004/09/enumeration/Enumerate"),
        (Action.pull, "http://schemas.xmlsoap.org/ws/2004/09/enumeration/Pull"),
        (Action.release, "http://schemas.xmlsoap.org/ws/2004/09/enumeration/Release"),
        (Action.renewEnumeration, "http://schemas.xmlsoap.org/ws/2004/09/enumeration/Renew"),
        (Action.enumerationStatus, "http://schemas.xmlsoap.org/ws/2004/09/enumeration/GetStatus"),
        (Action.subscribe, "http://schemas.xmlsoap.org/ws/2004/08/eventing/Subscribe"),
        (Action.renewSubscription, "http://schemas.xmlsoap.org/ws/2004/08/eventing/Renew"),
        (Action.subscriptionStatus, "http://schemas.xmlsoap.org/ws/2004/08/eventing/GetStatus"),
        (Action.unsubscribe, "http://schemas.xmlsoap.org/ws/2004/08/eventing/Unsubscribe"),
    ])
    func `actions are the published ones`(ours: String, published: String) {
        #expect(ours == published)
        #expect(Action.standard.contains(published))
        #expect(Action.standard.count == 13)
    }

    @Test func `fault details are the 45 of DSP8015`() {
        let published = """
            ActionMismatch Ack AddressingMode AsynchronousRequest Bookmarks CharacterSet DeliveryRetries \
            DuplicateSelectors EncodingType EnumerationMode ExpirationTime Expired FilteringRequired FormatMismatch \
            FragmentLevelAccess Heartbeats InsecureAddress InsufficientSelectors Invalid InvalidName InvalidFragment \
            InvalidNamespace InvalidResourceURI InvalidValue InvalidValues Locale MaxElements MaxEnvelopePolicy \
            MaxEnvelopeSize MaxTime MinimumEnvelopeLimit MissingValues NotSupported OperationTimeout OptionLimit \
            ResourceOffline SelectorLimit ServiceEnvelopeLimit TypeMismatch UnexpectedSelectors UnreportableSuccess \
            UnsupportedCharacter UnusableAddress URILimitExceeded Whitespace
            """.split(separator: " ").map { "http://schemas.dmtf.org/wbem/wsman/1/wsman/faultDetail/\($0)" }
        #expect(published.count == 45)
        #expect(FaultDetail.allCases.map(\.uri).sorted() == published.sorted())
    }

    /// Code, SOAP code, owner's prefix, subcode in the words of 2004/08.
    static let faults: [(code: FaultCode, origin: String, owner: String, subcode: String)] = [
        (.accessDenied, "Sender", "wsman", "AccessDenied"),
        (.actionNotSupported, "Sender", "wsa", "ActionNotSupported"),
        (.alreadyExists, "Sender", "wsman", "AlreadyExists"),
        (.enumerationCannotProcessFilter, "Sender", "wsen", "CannotProcessFilter"),
        (.cannotProcessFilter, "Sender", "wsman", "CannotProcessFilter"),
        (.concurrency, "Sender", "wsman", "Concurrency"),
        (.deliveryModeRequestedUnavailable, "Sender", "wse", "DeliveryModeRequestedUnavailable"),
        (.deliveryRefused, "Receiver", "wsman", "DeliveryRefused"),
        (.destinationUnreachable, "Sender", "wsa", "DestinationUnreachable"),
        (.encodingLimit, "Sender", "wsman", "EncodingLimit"),
        (.endpointUnavailable, "Receiver", "wsa", "EndpointUnavailable"),
        (.eventDeliverToUnusable, "Sender", "wsman", "EventDeliverToUnusable"),
        (.eventSourceUnableToProcess, "Sender", "wse", "EventSourceUnableToProcess"),
        (.filterDialectRequestedUnavailable, "Sender", "wsen", "FilterDialectRequestedUnavailable"),
        (.eventingFilteringNotSupported, "Sender", "wse", "FilteringNotSupported"),
        (.filteringNotSupported, "Sender", "wsen", "FilteringNotSupported"),
        (.filteringRequestedUnavailable, "Sender", "wse", "FilteringRequestedUnavailable"),
        (.fragmentDialectNotSupported, "Receiver", "wsman", "FragmentDialectNotSupported"),
        (.internalError, "Receiver", "wsman", "InternalError"),
        (.invalidBookmark, "Sender", "wsman", "InvalidBookmark"),
        (.invalidEnumerationContext, "Receiver", "wsen", "InvalidEnumerationContext"),
        (.eventingInvalidExpirationTime, "Sender", "wse", "InvalidExpirationTime"),
        (.invalidExpirationTime, "Sender", "wsen", "InvalidExpirationTime"),
        (.eventingInvalidMessage, "Sender", "wse", "InvalidMessage"),
        (.invalidMessageInformationHeader, "Sender", "wsa", "InvalidMessageInformationHeader"),
        (.invalidOptions, "Sender", "wsman", "InvalidOptions"),
        (.invalidParameter, "Sender", "wsman", "InvalidParameter"),
        (.invalidRepresentation, "Sender", "wxf", "InvalidRepresentation"),
        (.invalidSelectors, "Sender", "wsman", "InvalidSelectors"),
        (.messageInformationHeaderRequired, "Sender", "wsa", "MessageInformationHeaderRequired"),
        (.noAck, "Sender", "wsman", "NoAck"),
        (.polymorphismModeNotSupported, "Sender", "wsmb", "PolymorphismModeNotSupported"),
        (.quotaLimit, "Sender", "wsman", "QuotaLimit"),
        (.schemaValidationError, "Sender", "wsman", "SchemaValidationError"),
        (.timedOut, "Receiver", "wsman", "TimedOut"),
        (.unableToRenewSubscription, "Sender", "wse", "UnableToRenew"),
        (.unableToRenew, "Sender", "wsen", "UnableToRenew"),
        (.eventingUnsupportedExpirationType, "Sender", "wse", "UnsupportedExpirationType"),
        (.unsupportedExpirationType, "Sender", "wsen", "UnsupportedExpirationType"),
        (.unsupportedFeature, "Sender", "wsman", "UnsupportedFeature"),
        (.notUnderstood, "MustUnderstand", "s", ""),
        (.versionMismatch, "VersionMismatch", "s", ""),
    ]

    static let owners = [
        "wsman": ("http://schemas.dmtf.org/wbem/wsman/1/wsman.xsd", "http://schemas.dmtf.org/wbem/wsman/1/wsman/fault"),
        "wsa": (
            "http://schemas.xmlsoap.org/ws/2004/08/addressing", "http://schemas.xmlsoap.org/ws/2004/08/addressing/fault"
        ),
        "wsen": (
            "http://schemas.xmlsoap.org/ws/2004/09/enumeration",
            "http://schemas.xmlsoap.org/ws/2004/09/enumeration/fault"
        ),
        "wse": (
            "http://schemas.xmlsoap.org/ws/2004/08/eventing", "http://schemas.xmlsoap.org/ws/2004/08/eventing/fault"
        ),
        "wxf": (
            "http://schemas.xmlsoap.org/ws/2004/09/transfer", "http://schemas.xmlsoap.org/ws/2004/09/transfer/fault"
        ),
        "wsmb": (
            "http://schemas.dmtf.org/wbem/wsman/1/cimbinding.xsd",
            "http://schemas.dmtf.org/wbem/wsman/1/cimbinding/fault"
        ),
        "s": ("", "http://schemas.xmlsoap.org/ws/2004/08/addressing/fault"),
    ]

    @Test func `the table of faults is whole`() {
        #expect(Set(Self.faults.map(\.code)) == Set(FaultCode.allCases))
    }

    @Test(arguments: WireConstantTests.faults)
    func `a fault has the code, the subcode and the action of its row`(
        code: FaultCode, origin: String, owner: String, subcode: String
    ) throws {
        let message = try ParsedMessage { writer in
            var ids = MessageIDGenerator()
            ReplyWriter.fault(
                &writer, Fault(code, .invalidValue, "Why <not>."), to: RequestEnvelope(), messageID: ids.next())
        }
        let published = try #require(Self.owners[owner])
        #expect(message.header("http://schemas.xmlsoap.org/ws/2004/08/addressing", "Action") == published.1)
        let codes = message.descendants("Value").map { $0.qualifiedName($0.text) }
        let soap = XMLName("http://www.w3.org/2003/05/soap-envelope", origin)
        #expect(codes == (subcode.isEmpty ? [soap] : [soap, XMLName(published.0, subcode)]))
        #expect(code.origin.httpStatus == (origin == "Sender" ? 400 : 500))
        #expect(message.descendants("Text").map(\.text) == ["Why <not>."])
    }

    @Test(arguments: [
        (FaultCode.invalidMessageInformationHeader, "InvalidAddressingHeader"),
        (.messageInformationHeaderRequired, "MessageAddressingHeaderRequired"),
        (.destinationUnreachable, "DestinationUnreachable"), (.actionNotSupported, "ActionNotSupported"),
        (.endpointUnavailable, "EndpointUnavailable"), (.accessDenied, "AccessDenied"),
    ])
    func `WS-Addressing 1_0 has names of its own for two subcodes`(code: FaultCode, name: String) {
        #expect(code.subcode(.recommendation2005) == name)
    }

    @Test func `WS-Addressing 1_0 has actions of its own for its faults`() {
        #expect(FaultOwner.addressing.action(.recommendation2005) == "http://www.w3.org/2005/08/addressing/fault")
        #expect(FaultOwner.soap.action(.recommendation2005) == "http://www.w3.org/2005/08/addressing/soap/fault")
        #expect(
            FaultOwner.management.action(.recommendation2005) == "http://schemas.dmtf.org/wbem/wsman/1/wsman/fault")
        #expect(FaultOwner.eventing.action(.submission2004) == "http://schemas.xmlsoap.org/ws/2004/08/eventing/fault")
    }
}
