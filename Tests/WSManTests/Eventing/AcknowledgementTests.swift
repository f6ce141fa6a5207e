// SPDX-License-Identifier: Apache-2.0

import ResourceModel
import Testing
import WSMan
import XML

@Suite("What a sink's answer means (R10.7-3, R10.8-1)")
struct AcknowledgementTests {
    static let id = MessageID(
        subscription: "uuid:s", position: EventPosition(epoch: "01234567-89ab-cdef-0123-456789abcdef", sequence: 1))

    func read(header: String, body: String = "") throws -> Acknowledgement {
        let message = try ParsedMessage(
            text: """
                <s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope" \
                xmlns:w="http://schemas.dmtf.org/wbem/wsman/1/wsman.xsd" \
                xmlns:wsa="http://schemas.xmlsoap.org/ws/2004/08/addressing"><s:Header>\(header)</s:Header>\
                <s:Body>\(body)</s:Body></s:Envelope>
                """)
        return Acknowledgement(message.document, to: Self.id)
    }

    static func action(_ uri: String) -> String { "<wsa:Action>\(uri)</wsa:Action>" }
    static let ack = action("http://schemas.dmtf.org/wbem/wsman/1/wsman/Ack")

    func fault(_ subcode: String, detail: String = "", reason: String = "No.") throws -> Acknowledgement {
        try read(
            header: Self.action("http://schemas.dmtf.org/wbem/wsman/1/wsman/fault"),
            body: """
                <s:Fault><s:Code><s:Value>s:Receiver</s:Value><s:Subcode><s:Value>\(subcode)</s:Value></s:Subcode></s:Code>\
                <s:Reason><s:Text xml:lang="en">\(reason)</s:Text></s:Reason><s:Detail><w:FaultDetail>\
                http://schemas.dmtf.org/wbem/wsman/1/wsman/faultDetail/\(detail)</w:FaultDetail></s:Detail></s:Fault>
                """)
    }

    @Test func `an Ack of the delivery acknowledges it`() throws {
        #expect(try read(header: "\(Self.ack)<wsa:RelatesTo>\(Self.id.text)</wsa:RelatesTo>") == .acknowledged)
        #expect(try read(header: Self.ack) == .acknowledged)
        #expect(
            try read(header: Self.action("http://schemas.xmlsoap.org/wbmem/wsman/1/wsman/Ack")) == .acknowledged)
    }

    @Test func `an Ack of something else, or another message, does not`() throws {
        guard case .unrelated = try read(header: "\(Self.ack)<wsa:RelatesTo>urn:uuid:x</wsa:RelatesTo>"),
            case .unrelated = try read(header: Self.action("urn:other")), case .unrelated = try read(header: "")
        else {
            Issue.record("acknowledged")
            return
        }
        guard case .unrelated = Acknowledgement(try ParsedMessage(text: "<Ack/>").document, to: Self.id) else {
            Issue.record("acknowledged")
            return
        }
    }

    @Test func `a sink may refuse for good, or say that it acknowledges nothing`() throws {
        #expect(try fault("w:DeliveryRefused") == .refused)
        #expect(try fault("w:UnsupportedFeature", detail: "Ack") == .unsupported)
        #expect(try fault("w:UnsupportedFeature", detail: "Locale") == .failed("No."))
        // The same word of another's.
        #expect(try fault("wsa:DeliveryRefused") == .failed("No."))
    }

    @Test func `of a fault's reason no more than a line is repeated`() throws {
        #expect(
            try fault("w:InternalError", reason: String(repeating: "x", count: 999))
                == .failed(String(repeating: "x", count: 200)))
        #expect(try fault("w:InternalError", reason: "") == .failed("InternalError"))
    }
}
