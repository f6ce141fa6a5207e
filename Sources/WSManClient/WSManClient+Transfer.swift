// SPDX-License-Identifier: Apache-2.0

public import ResourceModel
import WSMan
import XML

extension WSManClient {
    /// Asks who answers.
    public func identify() async throws(WSManClientError) -> Identity {
        try await askIdentity { [keepsXML = options.keepsXML] answer throws(WSManClientError) in
            Identity(try answer.content(Identity.responseName), keepsXML: keepsXML)
        }
    }

    /// Reads one instance.
    public func get(
        _ target: Reference, settings: RequestSettings? = nil
    ) async throws(WSManClientError) -> Instance {
        try await ask(Action.get, of: target, settings, read: readInstance)
    }

    /// Reads one instance and asks for its address as the service has it (R6.5-1).
    public func getAddressed(
        _ target: Reference, settings: RequestSettings? = nil
    ) async throws(WSManClientError) -> Addressed<Instance> {
        let readInstance = readInstance
        return try await ask(
            Action.get, of: target, settings, headers: CurrentEPR.request,
            read: { answer throws(WSManClientError) in
                Addressed(value: try readInstance(answer), epr: try CurrentEPR(answer.header))
            })
    }

    /// Changes one instance; the service ignores what cannot be written.
    ///
    /// - Returns: the instance as it is now; nil when the service says that it is exactly what was sent.
    public func put(
        _ representation: Representation, to target: Reference, settings: RequestSettings? = nil
    ) async throws(WSManClientError) -> Instance? {
        let (addressing, keepsXML) = (options.addressing, options.keepsXML)
        return try await ask(
            Action.put, of: target, settings, body: { representation.write(addressing, to: &$0) },
            read: { answer in answer.content.map { Instance($0, keepsXML: keepsXML) } })
    }

    /// Changes one instance and asks for the address that it has from then on (R6.5-1).
    public func putAddressed(
        _ representation: Representation, to target: Reference, settings: RequestSettings? = nil
    ) async throws(WSManClientError) -> Addressed<Instance?> {
        let (addressing, keepsXML) = (options.addressing, options.keepsXML)
        return try await ask(
            Action.put, of: target, settings, headers: CurrentEPR.request,
            body: { representation.write(addressing, to: &$0) },
            read: { answer throws(WSManClientError) in
                Addressed(
                    value: answer.content.map { Instance($0, keepsXML: keepsXML) },
                    epr: try CurrentEPR(answer.header))
            })
    }

    /// Makes an instance.
    ///
    /// - Parameter target: the class, without keys.
    /// - Returns: the new instance's address.
    public func create(
        _ representation: Representation, at target: Reference, settings: RequestSettings? = nil
    ) async throws(WSManClientError) -> EndpointReference {
        let addressing = options.addressing
        return try await ask(
            Action.create, of: target, settings, body: { representation.write(addressing, to: &$0) },
            read: { answer throws(WSManClientError) in try EndpointReference(created: answer) })
    }

    /// Removes an instance.
    public func delete(_ target: Reference, settings: RequestSettings? = nil) async throws(WSManClientError) {
        try await ask(Action.delete, of: target, settings) { _ in }
    }

    /// Calls a method.
    ///
    /// - Returns: `METHOD_OUTPUT`: the output parameters and `ReturnValue`.
    public func invoke(
        _ method: String, on target: Reference, arguments: [Instance.Property] = [],
        settings: RequestSettings? = nil
    ) async throws(WSManClientError) -> Instance {
        // `METHOD_INPUT` in the class's namespace (`spec/cim-binding.md` section 6).
        let input = Instance(
            className: "\(method)_INPUT", namespace: target.resourceURI.text, properties: arguments)
        let (addressing, keepsXML) = (options.addressing, options.keepsXML)
        return try await ask(
            "\(target.resourceURI)/\(method)", of: target, settings,
            body: { InstanceWriter(addressing: addressing).write(input, to: &$0) },
            read: { answer throws(WSManClientError) in
                Instance(try answer.content("\(method)_OUTPUT"), keepsXML: keepsXML)
            })
    }

    private var readInstance: (Answer) throws(WSManClientError) -> Instance {
        { [keepsXML = options.keepsXML] answer throws(WSManClientError) in
            Instance(try answer.content("the instance"), keepsXML: keepsXML)
        }
    }
}

extension EndpointReference {
    /// Reads the answer to Create, `wxf:ResourceCreated`, which is an endpoint reference (R7.6-6).
    init(created answer: Answer) throws(WSManClientError) {
        self.init(try answer.content(XMLName(Namespace.transfer, "ResourceCreated")))
        guard !reference.resourceURI.text.isEmpty || !address.isEmpty else {
            throw .unexpectedAnswer("ResourceCreated holds no address")
        }
    }
}
