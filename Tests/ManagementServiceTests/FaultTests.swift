// SPDX-License-Identifier: Apache-2.0

import Enumeration
import ManagementService
import ManualLoop
import Testing
import WSMan
import XML

@Suite("Faults: every row of the table comes over the wire")
struct FaultTests {
    /// Rows that sinks send, and a service hears.
    private static let ofSinks: Set<FaultCode> = [.deliveryRefused, .noAck]
    /// Rows that say that something is not supported which is: every enumeration and every source of events can be
    /// filtered, and every kind of end be asked for.
    private static let ofWhatIsSupported: Set<FaultCode> = [
        .filteringNotSupported, .unsupportedExpirationType, .eventingFilteringNotSupported,
        .eventingUnsupportedExpirationType,
    ]

    private let service = TestService(fans: 3, events: true) { $0.enumeration.contextsPerPrincipal = 1 }

    private func requests() throws -> [(code: FaultCode, request: RequestText)] {
        let fan = RequestText.get("CIM_Fan", ("DeviceID", "hwmon/fan1"))
        func failing(_ kind: String) -> RequestText { .get("CIM_Failing", ("Kind", kind)) }
        func header(_ header: String) -> RequestText { fan.with { $0.headers = header } }
        func enumerate(_ content: String) -> RequestText { .enumerate("CIM_Fan", content) }
        let probe = RequestText(
            "\(Published.wxf)/Create", LifecycleTests.probe,
            body:
                "<p:BB_Probe xmlns:p=\"\(LifecycleTests.probe)\"><p:Name>one</p:Name><p:Limit>7</p:Limit></p:BB_Probe>")
        #expect(try !service.send(probe).isFault)
        let context = try service.send(enumerate("")).context
        return [
            (.accessDenied, failing("accessDenied")), (.actionNotSupported, fan.with { $0.action = "urn:x" }),
            (.alreadyExists, probe), (.concurrency, failing("busy")),
            (.enumerationCannotProcessFilter, enumerate(Filters.filter("CIM_Fan[", in: "wsen:Filter"))),
            (.cannotProcessFilter, enumerate(Filters.filter("CIM_Fan["))),
            (.destinationUnreachable, .get("CIM_Fam")),
            (.encodingLimit, header("<wsman:MaxEnvelopeSize>1</wsman:MaxEnvelopeSize>")),
            (.endpointUnavailable, failing("unavailable")),
            (.filterDialectRequestedUnavailable, enumerate(Filters.filter("x", "urn:x"))),
            (
                .fragmentDialectNotSupported,
                header("<wsman:FragmentTransfer Dialect=\"urn:x\">x</wsman:FragmentTransfer>")
            ),
            (.internalError, failing("internalFailure")), (.invalidEnumerationContext, .pull("CIM_Fan", "none")),
            (.invalidExpirationTime, enumerate("<wsen:Expires>PT0S</wsen:Expires>")),
            (.invalidMessageInformationHeader, header("<wsman:OperationTimeout>soon</wsman:OperationTimeout>")),
            (
                .invalidOptions,
                header(
                    "<wsman:OptionSet s:mustUnderstand=\"true\"><wsman:Option Name=\"x\" MustComply=\"true\"/></wsman:OptionSet>"
                )
            ),
            (.invalidParameter, .invoke("CIM_Fan", "SetNames", "hwmon/fan1", "<p:Nam>x</p:Nam>")),
            (.invalidRepresentation, .put("CIM_Fan", "hwmon/fan1", "<p:UpperLimit>900</p:UpperLimit>")),
            (.invalidSelectors, .get("CIM_Fan", ("Colour", "red"))),
            (.messageInformationHeaderRequired, fan.with { $0.to = nil }),
            (
                .polymorphismModeNotSupported,
                enumerate("<b:PolymorphismMode xmlns:b=\"\(Published.wsmb)\">Some</b:PolymorphismMode>")
            ),
            (.quotaLimit, enumerate("")), (.schemaValidationError, RequestText(RequestText.enumerate, "CIM_Fan")),
            (.timedOut, failing("timedOut")),
            (.unsupportedFeature, header("<wsman:Locale s:mustUnderstand=\"1\" xml:lang=\"fr\"/>")),
            (.notUnderstood, header("<u:x xmlns:u=\"urn:u\" s:mustUnderstand=\"1\"/>")),
            (.unableToRenew, try renewalOfWhatIsBeingPulled(context)),
        ] + eventing
    }

    private var eventing: [(code: FaultCode, request: RequestText)] {
        [
            (.deliveryModeRequestedUnavailable, .subscribe { $0.mode = "urn:x" }),
            (.eventDeliverToUnusable, .subscribe { $0.delivery = "<wsman:Auth Profile=\"urn:x\"/>" }),
            (.eventSourceUnableToProcess, .subscribe { $0.content = Filters.filter("CIM_Alert[") }),
            (.filteringRequestedUnavailable, .subscribe { $0.content = Filters.filter("x", "urn:x") }),
            (.invalidBookmark, .subscribe { $0.content = "<wsman:Bookmark/>" }),
            (.eventingInvalidExpirationTime, .subscribe { $0.content = "<wse:Expires>PT0S</wse:Expires>" }),
            (.eventingInvalidMessage, .subscribe { $0.notifyTo = nil }),
            (.unableToRenewSubscription, .manage("Renew", "uuid:none")),
        ]
    }

    /// A Renew that comes while a Pull of the same enumeration waits for its bus.
    private func renewalOfWhatIsBeingPulled(_ former: String?) throws -> RequestText {
        _ = try service.send(.release("CIM_Fan", former))
        let context = try service.send(.enumerate("CIM_NumericSensor")).context
        service.machine.sensors.bus.isStalled = true
        service.begin(.pull("CIM_NumericSensor", context, 1))
        service.loop.drain()
        #expect(service.machine.sensors.bus.waiters == 1)
        return RequestText(
            "\(Published.wsen)/Renew", "CIM_NumericSensor",
            body: "<wsen:Renew><wsen:EnumerationContext>\(context ?? "")</wsen:EnumerationContext></wsen:Renew>")
    }

    @Test("every fault of the table comes over the wire")
    func all() throws {
        var raised = Self.ofSinks.union(Self.ofWhatIsSupported)
        for (code, request) in try requests() {
            let reply = try service.send(request)
            let fault = try #require(reply.fault, "\(code): \(reply.text)")
            #expect(fault.code?.local == code.origin.rawValue, "\(code): \(reply.text)")
            #expect(fault.subcode?.local == code.subcode(.submission2004), "\(code): \(reply.text)")
            #expect(reply.action == code.owner.action(.submission2004), "\(code)")
            #expect(reply.status == code.origin.httpStatus && !fault.reason.isEmpty && reply.bytes.count <= 4096)
            #expect(reply.relatesTo == request.messageID)
            raised.insert(code)
        }
        let old = try service.send(
            text: RequestText.get("CIM_Fan").text.replacing(
                Published.soap, with: "http://schemas.xmlsoap.org/soap/envelope/"))
        #expect(old.fault?.code?.local == FaultCode.versionMismatch.origin.rawValue)
        raised.insert(.versionMismatch)
        #expect(raised == Set(FaultCode.allCases), "\(Set(FaultCode.allCases).subtracting(raised))")
    }

    @Test("a context that is being pulled cannot be renewed")
    func renewal() throws {
        let service = TestService()
        let context = try service.send(.enumerate("CIM_NumericSensor")).context
        service.machine.sensors.bus.isStalled = true
        let pull = service.begin(.pull("CIM_NumericSensor", context, 9))
        service.loop.drain()
        let body = "<wsen:Renew><wsen:EnumerationContext>\(context ?? "")</wsen:EnumerationContext></wsen:Renew>"
        let renew = RequestText("\(Published.wsen)/Renew", "CIM_NumericSensor", body: body)
        try expectFault(service.send(renew), "Sender", "wsen:UnableToRenew", naming: ["pull"])
        service.machine.sensors.bus.isStalled = false
        service.machine.sensors.bus.answer()
        service.loop.drain()
        #expect(try pull.reply().items.count == 3)
    }
}
