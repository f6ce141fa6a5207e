// SPDX-License-Identifier: Apache-2.0

public import ResourceModel
import WSMan
import XML

extension WSManClient {
    /// Reads a part of an instance.
    public func get(
        _ part: FragmentExpression, of target: Reference, settings: RequestSettings? = nil
    ) async throws(WSManClientError) -> Fragment {
        try await ask(part, Action.get, nil, target, settings) { answer throws(WSManClientError) in
            try Fragment(try answer.content("XmlFragment"))
        }
    }

    /// Changes a part of an instance.
    ///
    /// - Returns: the part as it is now; nil where the service says that it is what was sent.
    public func put(
        _ content: FragmentContent, at part: FragmentExpression, of target: Reference,
        settings: RequestSettings? = nil
    ) async throws(WSManClientError) -> Fragment? {
        try await ask(part, Action.put, content, target, settings) { answer throws(WSManClientError) in
            try answer.content.map { element throws(WSManClientError) in try Fragment(element) }
        }
    }

    /// Adds what is missing of an instance, or an element to an array.
    ///
    /// - Returns: the address of the whole instance.
    public func create(
        _ content: FragmentContent, at part: FragmentExpression, of target: Reference,
        settings: RequestSettings? = nil
    ) async throws(WSManClientError) -> EndpointReference {
        try await ask(part, Action.create, content, target, settings) { answer throws(WSManClientError) in
            try EndpointReference(created: answer)
        }
    }

    /// Takes a value, or an element of an array, away from an instance.
    public func delete(
        _ part: FragmentExpression, of target: Reference, settings: RequestSettings? = nil
    ) async throws(WSManClientError) {
        try await ask(part, Action.delete, nil, target, settings) { _ in }
    }

    private func ask<Result>(
        _ part: FragmentExpression, _ action: String, _ content: FragmentContent?, _ target: Reference,
        _ settings: RequestSettings?, read: (Answer) throws(WSManClientError) -> Result
    ) async throws(WSManClientError) -> Result {
        let (namespace, version) = (target.resourceURI.text, options.addressing)
        return try await ask(
            action, of: target, settings, headers: { part.write(namespace: namespace, to: &$0) },
            body: { content?.write(namespace: namespace, version, to: &$0) }, read: read)
    }
}
