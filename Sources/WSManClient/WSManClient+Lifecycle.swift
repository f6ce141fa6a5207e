// SPDX-License-Identifier: Apache-2.0

public import ResourceModel
import WSMan
import XML

extension WSManClient {
    /// Makes an instance.
    ///
    /// - Returns: its address.
    public func create(_ instance: Instance, at target: Reference) async throws(WSManClientError) -> EndpointReference {
        let messageID = nextMessageID()
        let message = writer.request(Action.create, target, messageID: messageID) { [addressing = options.addressing] in
            InstanceWriter(addressing: addressing).write(instance, to: &$0)
        }
        return try await exchange(message, as: messageID, expecting: Self.resourceCreated) { EndpointReference($0) }
    }

    /// Removes an instance.
    public func delete(_ target: Reference) async throws(WSManClientError) {
        let messageID = nextMessageID()
        let message = writer.request(Action.delete, target, messageID: messageID)
        try await exchange(message, as: messageID) { (_: XMLElement?) in }
    }

    /// Asks for the address of an instance as the service has it (RequestEPR); nil where it gives none.
    public func address(of target: Reference) async throws(WSManClientError) -> EndpointReference? {
        let messageID = nextMessageID()
        let message = writer.request(
            Action.get, target, messageID: messageID, headers: { $0.raw("<wsman:RequestEPR />") })
        return try await exchange(message, as: messageID) { (header: XMLElement?, _: XMLElement?) in
            header?.first(Names.management("RequestedEPR"))?.children.first { EndpointReference.isReference($0) }
                .map { EndpointReference($0) }
        }
    }

    private static let resourceCreated = XMLName(Namespace.transfer, "ResourceCreated")
}

extension WSManClient {
    /// Reads a part of an instance.
    ///
    /// - Parameter expression: XPath 1.0, beginning with the name of the class; the prefix `p` means its namespace.
    public func get(_ expression: String, of target: Reference) async throws(WSManClientError) -> Fragment {
        try await fragment(Action.get, expression, nil, target) { element throws(WSManClientError) in
            guard let element else { throw .unexpectedAnswer("the Body is empty; it should hold XmlFragment") }
            return try Fragment(element)
        }
    }

    /// Changes a part of an instance.
    ///
    /// - Returns: the part as it is now; nil where the service says that it is what was sent.
    public func put(
        _ content: FragmentContent, at expression: String, of target: Reference
    ) async throws(WSManClientError) -> Fragment? {
        try await fragment(Action.put, expression, content, target) { element throws(WSManClientError) in
            try element.map { element throws(WSManClientError) in try Fragment(element) }
        }
    }

    /// Adds what is missing of an instance, or an element to an array.
    public func create(
        _ content: FragmentContent, at expression: String, of target: Reference
    ) async throws(WSManClientError) -> EndpointReference {
        try await fragment(Action.create, expression, content, target) { element throws(WSManClientError) in
            guard let element, element.has(name: Self.resourceCreated) else {
                throw .unexpectedAnswer("the Body does not hold ResourceCreated")
            }
            return EndpointReference(element)
        }
    }

    /// Takes a value, or an element of an array, away from an instance.
    public func delete(_ expression: String, of target: Reference) async throws(WSManClientError) {
        try await fragment(Action.delete, expression, nil, target) { _ in }
    }

    private func fragment<Result>(
        _ action: String, _ expression: String, _ content: FragmentContent?, _ target: Reference,
        read: (XMLElement?) throws(WSManClientError) -> Result
    ) async throws(WSManClientError) -> Result {
        let messageID = nextMessageID()
        let (namespace, version) = (target.resourceURI.text, options.addressing)
        let message = writer.request(
            action, target, messageID: messageID,
            body: { content?.write(namespace: namespace, version, to: &$0) },
            headers: { writer in
                writer.raw("<wsman:FragmentTransfer a:mustUnderstand=\"true\" xmlns:p=\"")
                writer.attribute(namespace)
                writer.raw("\">")
                writer.text(expression)
                writer.raw("</wsman:FragmentTransfer>")
            })
        return try await exchange(message, as: messageID, read: read)
    }
}
