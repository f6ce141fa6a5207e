// SPDX-License-Identifier: Apache-2.0

import Foundation
import FoundationXML
import Testing

/// A SOAP answer, read by a parser that is not the daemon's own.
struct Reply {
    let status: Int
    let text: String
    private let document: FoundationXML.XMLDocument

    init(_ answer: HTTPAnswer) throws {
        status = answer.status
        text = answer.text
        try #require(!answer.body.isEmpty, "HTTP status \(answer.status) without a body")
        document = try FoundationXML.XMLDocument(data: Data(answer.body))
    }

    init(status: Int, data: Data) throws {
        self.status = status
        text = String(decoding: data, as: UTF8.self)
        document = try FoundationXML.XMLDocument(data: data)
    }

    /// The texts of all elements of that local name, in document order.
    func all(_ name: String) -> [String] { nodes("//*[local-name()='\(name)']").map { $0.stringValue ?? "" } }

    /// The text of the first element of that local name.
    func first(_ name: String) -> String? { all(name).first }

    /// The text of a header of that local name.
    func header(_ name: String) -> String? {
        nodes("/*/*[local-name()='Header']/*[local-name()='\(name)']").first?.stringValue
    }

    /// How many elements of that local name there are.
    func count(_ name: String) -> Int { nodes("//*[local-name()='\(name)']").count }

    /// The local name of the body's first child.
    var body: String? { nodes("/*/*[local-name()='Body']/*").first?.localName }

    /// The texts of the body's first child's children by local name: the properties of an instance.
    var properties: [String: String] {
        nodes("/*/*[local-name()='Body']/*[1]").first.map(Self.properties) ?? [:]
    }

    /// The local names of the children of the element of a local name.
    func children(of name: String) -> [String] {
        nodes("//*[local-name()='\(name)']/*").compactMap(\.localName)
    }

    /// The items of an enumeration's answer, each with its children's texts by local name.
    var items: [[String: String]] {
        nodes("//*[local-name()='Items']/*").map(Self.properties)
    }

    /// The events of a delivery, each with its children's texts by local name: that of the Body, or those of the batch.
    var events: [[String: String]] {
        let isBatch = body == "Events"
        return nodes(isBatch ? "/*/*[local-name()='Body']/*/*[local-name()='Event']/*" : "/*/*[local-name()='Body']/*")
            .map(Self.properties)
    }

    private static func properties(_ node: FoundationXML.XMLNode) -> [String: String] {
        Dictionary(
            (node.children ?? []).compactMap { child in child.localName.map { ($0, child.stringValue ?? "") } },
            uniquingKeysWith: { first, _ in first })
    }

    /// The EndpointReferences of an answer as selectors by name.
    var references: [[String: String]] {
        nodes("//*[local-name()='EndpointReference']").map { reference in
            let selectors = (try? reference.nodes(forXPath: ".//*[local-name()='Selector']")) ?? []
            return Dictionary(
                selectors.compactMap { node -> (String, String)? in
                    guard let element = node as? FoundationXML.XMLElement,
                        let name = element.attribute(forName: "Name")?.stringValue
                    else { return nil }
                    return (name, element.stringValue ?? "")
                }, uniquingKeysWith: { first, _ in first })
        }
    }

    /// The fault's subcode without its prefix, and the last part of its detail URI; nil when it is none.
    var fault: FaultName? {
        guard body == "Fault" else { return nil }
        let subcode = nodes("//*[local-name()='Subcode']/*[local-name()='Value']").first?.stringValue
        let code = nodes("//*[local-name()='Code']/*[local-name()='Value']").first?.stringValue
        return FaultName(
            (subcode ?? code ?? "").split(separator: ":").last.map(String.init) ?? "",
            first("FaultDetail")?.split(separator: "/").last.map(String.init))
    }

    struct FaultName: Equatable {
        let code: String
        let detail: String?

        init(_ code: String, _ detail: String? = nil) {
            self.code = code
            self.detail = detail
        }
    }

    private func nodes(_ path: String) -> [FoundationXML.XMLNode] { (try? document.nodes(forXPath: path)) ?? [] }
}
