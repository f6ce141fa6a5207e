// SPDX-License-Identifier: Apache-2.0

import ResourceModel
import WSMan
import XML

/// A Subscribe to be read, typed as a client sends it.
struct SubscribeMessage {
    static let wsa2004 = "http://schemas.xmlsoap.org/ws/2004/08/addressing"
    static let wsa2005 = "http://www.w3.org/2005/08/addressing"
    static let push = "http://schemas.xmlsoap.org/ws/2004/08/eventing/DeliveryModes/Push"
    static let wsman = "http://schemas.dmtf.org/wbem/wsman/1/wsman"

    var mode: String?
    var delivery = "<wse:NotifyTo><wsa:Address>http://sink:9/e</wsa:Address></wse:NotifyTo>"
    var content = ""
    var headers = ""
    var addressing = SubscribeMessage.wsa2004
    var isConfidential = true
    var limits = MessageLimits()

    var text: String {
        let anonymous = addressing == Self.wsa2004 ? "\(addressing)/role/anonymous" : "\(addressing)/anonymous"
        let attribute = mode.map { " Mode=\"\($0)\"" } ?? ""
        return """
            <s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope" xmlns:wsa="\(addressing)" \
            xmlns:wse="http://schemas.xmlsoap.org/ws/2004/08/eventing" \
            xmlns:wsman="http://schemas.dmtf.org/wbem/wsman/1/wsman.xsd"><s:Header><wsa:To>\(anonymous)</wsa:To>\
            <wsa:Action>http://schemas.xmlsoap.org/ws/2004/08/eventing/Subscribe</wsa:Action>\
            <wsa:MessageID>1</wsa:MessageID><wsa:ReplyTo><wsa:Address>\(anonymous)</wsa:Address></wsa:ReplyTo>\
            \(headers)</s:Header><s:Body><wse:Subscribe><wse:Delivery\(attribute)>\(delivery)</wse:Delivery>\(content)\
            </wse:Subscribe></s:Body></s:Envelope>
            """
    }

    func read() throws -> SubscribeRequest {
        let message = try ParsedMessage(text: text)
        var envelope = RequestEnvelope()
        try RequestEnvelope.read(message.document, limits: limits, partial: &envelope)
        return try SubscribeRequest(envelope, limits: limits, isConfidential: isConfidential)
    }

    /// The fault that reading ends with; nil where there is none.
    func fault() throws -> Fault? {
        do {
            _ = try read()
            return nil
        } catch let fault as Fault {
            return fault
        }
    }
}
