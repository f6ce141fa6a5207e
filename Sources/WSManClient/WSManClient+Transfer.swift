// SPDX-License-Identifier: Apache-2.0

public import ResourceModel
import WSMan
import XML

extension WSManClient {
    /// Asks who answers.
    public func identify() async throws(WSManClientError) -> Identity {
        try await exchange(writer.identify(), as: nil, expecting: Identity.responseName) {
            [keepsXML = options.keepsXML] (element: XMLElement) in
            Identity(element, keepsXML: keepsXML)
        }
    }

    /// Reads one instance.
    public func get(_ target: Reference) async throws(WSManClientError) -> Instance {
        let messageID = nextMessageID()
        return try await exchange(writer.request(Action.get, target, messageID: messageID), as: messageID) {
            [keepsXML = options.keepsXML] (element: XMLElement?) throws(WSManClientError) in
            guard let element else { throw .unexpectedAnswer("the Body is empty; it should hold the instance") }
            return Instance(element, keepsXML: keepsXML)
        }
    }

    /// Changes one instance; the service ignores what cannot be written.
    ///
    /// - Returns: the instance as it is now; nil when the service says that it is exactly what was sent.
    public func put(_ instance: Instance, to target: Reference) async throws(WSManClientError) -> Instance? {
        let messageID = nextMessageID()
        return try await exchange(writer.put(instance, to: target, messageID: messageID), as: messageID) {
            [keepsXML = options.keepsXML] (element: XMLElement?) in
            element.map { Instance($0, keepsXML: keepsXML) }
        }
    }

    /// Calls a method.
    ///
    /// - Returns: `METHOD_OUTPUT`: the output parameters and `ReturnValue`.
    public func invoke(
        _ method: String, on target: Reference, arguments: [Instance.Property] = []
    ) async throws(WSManClientError) -> Instance {
        let messageID = nextMessageID()
        let message = writer.invoke(method, on: target, arguments: arguments, messageID: messageID)
        return try await exchange(message, as: messageID) {
            [keepsXML = options.keepsXML] (element: XMLElement?) throws(WSManClientError) in
            guard let element else { throw .unexpectedAnswer("the Body is empty; it should hold \(method)_OUTPUT") }
            return Instance(element, keepsXML: keepsXML)
        }
    }
}
