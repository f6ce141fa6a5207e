// SPDX-License-Identifier: Apache-2.0

import Testing
import XML

/// Namespaces, typed from the published lists and not taken from the code under test.
enum Published {
    static let soap = "http://www.w3.org/2003/05/soap-envelope"
    static let wsa = "http://schemas.xmlsoap.org/ws/2004/08/addressing"
    static let wsa10 = "http://www.w3.org/2005/08/addressing"
    static let anonymous = "http://schemas.xmlsoap.org/ws/2004/08/addressing/role/anonymous"
    static let anonymous10 = "http://www.w3.org/2005/08/addressing/anonymous"
    static let wsman = "http://schemas.dmtf.org/wbem/wsman/1/wsman.xsd"
    static let wsmid = "http://schemas.dmtf.org/wbem/wsman/identity/1/wsmanidentity.xsd"
    static let wse = "http://schemas.xmlsoap.org/ws/2004/08/eventing"
    static let wsmb = "http://schemas.dmtf.org/wbem/wsman/1/cimbinding.xsd"
    static let wsen = "http://schemas.xmlsoap.org/ws/2004/09/enumeration"
    static let wxf = "http://schemas.xmlsoap.org/ws/2004/09/transfer"
    static let cim = "http://schemas.dmtf.org/wbem/wscim/1/common"
    static let cat = "http://schemas.xmlsoap.org/ws/2005/06/wsmancat"
    static let xsi = "http://www.w3.org/2001/XMLSchema-instance"
    static let classes = "http://schemas.dmtf.org/wbem/wscim/1/cim-schema/2/"
    static let catalog = "wsman:system/catalog/2005/06/Catalog"

    static let faultDetails = "http://schemas.dmtf.org/wbem/wsman/1/wsman/faultDetail/"
    static let owners: [String: (namespace: String, faultAction: String)] = [
        "wsman": (wsman, "http://schemas.dmtf.org/wbem/wsman/1/wsman/fault"),
        "wsa": (wsa, "http://schemas.xmlsoap.org/ws/2004/08/addressing/fault"),
        "wse": (wse, "http://schemas.xmlsoap.org/ws/2004/08/eventing/fault"),
        "wsa10": (wsa10, "http://www.w3.org/2005/08/addressing/fault"),
        "wsen": (wsen, "http://schemas.xmlsoap.org/ws/2004/09/enumeration/fault"),
        "wxf": (wxf, "http://schemas.xmlsoap.org/ws/2004/09/transfer/fault"),
    ]
}

/// An answer as a client sees it.
final class Reply {
    let status: Int
    let bytes: [UInt8]
    private let document = XMLDocument()

    init(status: Int, bytes: [UInt8]) throws {
        self.status = status
        self.bytes = bytes
        var limits = XMLLimits()
        limits.maxBytes = 16 * 1024 * 1024
        limits.maxNodes = 1_000_000
        let parser = XMLParser(limits: limits)
        try bytes.withUnsafeBytes { try parser.parse($0, into: document) }
    }

    var text: String { String(decoding: bytes, as: UTF8.self) }
    var root: XMLElement? { document.root }
    var headers: [XMLElement] { root?.first(XMLName(Published.soap, "Header")).map { Array($0.children) } ?? [] }
    /// The only child of the body.
    var body: XMLElement? {
        let children = root?.first(XMLName(Published.soap, "Body")).map { Array($0.children) } ?? []
        return children.count == 1 ? children[0] : nil
    }

    func header(_ namespace: String, _ local: String) -> String? {
        headers.first { $0.has(name: XMLName(namespace, local)) }?.text
    }

    var action: String? { header(Published.wsa, "Action") ?? header(Published.wsa10, "Action") }
    var relatesTo: String? { header(Published.wsa, "RelatesTo") ?? header(Published.wsa10, "RelatesTo") }
    var messageID: String? { header(Published.wsa, "MessageID") ?? header(Published.wsa10, "MessageID") }

    var isFault: Bool { body?.has(name: XMLName(Published.soap, "Fault")) ?? false }
    var fault: FaultReply? { isFault ? body.map(FaultReply.init) : nil }

    /// The properties of the instance in the body: texts by name, nil ones as "nil".
    var properties: [String: [String]] { body.map(Self.properties) ?? [:] }

    static func properties(_ element: XMLElement) -> [String: [String]] {
        var found: [String: [String]] = [:]
        for child in element.children {
            let isNil = child.attribute("nil", namespace: Published.xsi) == "true"
            found[child.localName, default: []].append(isNil ? "nil" : child.text)
        }
        return found
    }

    /// The items of an EnumerateResponse or PullResponse.
    var items: [XMLElement] {
        guard let body else { return [] }
        let list = body.first(XMLName(Published.wsen, "Items")) ?? body.first(XMLName(Published.wsman, "Items"))
        return list.map { Array($0.children) } ?? []
    }

    var context: String? { body?.first(XMLName(Published.wsen, "EnumerationContext"))?.text }
    var isEnd: Bool {
        body?.first(XMLName(Published.wsen, "EndOfSequence")) != nil
            || body?.first(XMLName(Published.wsman, "EndOfSequence")) != nil
    }

    /// The DeviceIDs of the items.
    var ids: [String] { items.compactMap { Self.properties($0)["DeviceID"]?.first } }
}

/// A fault, its QNames resolved.
struct FaultReply {
    let code: XMLName?
    let subcode: XMLName?
    let reason: String
    let reasonLanguage: String?
    let detail: String?
    let extras: [XMLElement]

    init(_ fault: XMLElement) {
        func child(_ element: XMLElement?, _ local: String) -> XMLElement? {
            element?.first(XMLName(Published.soap, local))
        }
        let codeElement = child(fault, "Code")
        let value = child(codeElement, "Value")
        code = value.flatMap { $0.qualifiedName($0.text) }
        let subvalue = child(child(codeElement, "Subcode"), "Value")
        subcode = subvalue.flatMap { $0.qualifiedName($0.text) }
        let text = child(child(fault, "Reason"), "Text")
        reason = text?.text ?? ""
        reasonLanguage = text?.attribute("lang", namespace: "http://www.w3.org/XML/1998/namespace")
        let details = child(fault, "Detail").map { Array($0.children) } ?? []
        detail = details.first { $0.has(name: XMLName(Published.wsman, "FaultDetail")) }?.text
        extras = details.filter { !$0.has(name: XMLName(Published.wsman, "FaultDetail")) }
    }
}

/// Expects exactly this fault: SOAP code, subcode by prefix of the published list, detail, action, HTTP status, and a
/// reason that names what to change.
func expectFault(
    _ reply: Reply, _ code: String, _ subcode: String, _ detail: String? = nil, naming words: [String] = [],
    sourceLocation: SourceLocation = #_sourceLocation
) throws {
    let fault = try #require(reply.fault, "no fault but \(reply.text)", sourceLocation: sourceLocation)
    let parts = subcode.split(separator: ":").map(String.init)
    let owner = try #require(Published.owners[parts[0]], sourceLocation: sourceLocation)
    #expect(fault.code == XMLName(Published.soap, code), sourceLocation: sourceLocation)
    #expect(fault.subcode == XMLName(owner.namespace, parts[1]), sourceLocation: sourceLocation)
    #expect(fault.detail == detail.map { Published.faultDetails + $0 }, sourceLocation: sourceLocation)
    #expect(reply.action == owner.faultAction, sourceLocation: sourceLocation)
    #expect(reply.status == (code == "Sender" ? 400 : 500), sourceLocation: sourceLocation)
    #expect(fault.reasonLanguage == "en-US", sourceLocation: sourceLocation)
    for word in words {
        #expect(fault.reason.contains(word), "\(fault.reason)", sourceLocation: sourceLocation)
    }
    #expect(!fault.reason.hasSuffix("?."), "\(fault.reason)", sourceLocation: sourceLocation)
    #expect(reply.bytes.count <= 4096, sourceLocation: sourceLocation)
}
