// SPDX-License-Identifier: Apache-2.0

import ProviderKit
import ResourceModel
import WSMan
import XML

/// A class as a resource.
struct ClassResource: SchemaResource {
    let uri: String
    let name: String
    let selectorNames: [String]
    let classes: [any ResourceClass]

    let base: any ResourceClass
    private let encoder: InstanceEncoder
    private let keys: PropertySet

    init(_ resourceClass: any ResourceClass) {
        let schema = resourceClass.schema
        base = resourceClass
        classes = [resourceClass]
        uri = schema.resourceURI.text
        name = schema.className
        selectorNames = schema.keyProperties.map(\.name)
        encoder = InstanceEncoder(schema)
        var keys = PropertySet.none
        for key in schema.keys { keys.insert(key) }
        self.keys = keys
    }

    var schema: ResourceSchema { base.schema }
    var keySets: [[PropertySchema]] { [base.schema.keyProperties] }

    func type(ofSelector name: String) -> ValueType? {
        let schema = base.schema
        guard let position = schema.position(of: name), schema.properties[position].isKey else { return nil }
        return schema.properties[position].type
    }

    func parts(
        _ polymorphism: PolymorphismMode, for principal: Principal
    ) async throws(ProviderError) -> [PartID] {
        try await base.parts()
    }

    func owner(of part: PartID) -> (resourceClass: any ResourceClass, part: PartID)? { (base, part) }

    func find(_ selectors: [Selector], for principal: Principal) async throws(ProviderError) -> PartID? {
        let schema = base.schema
        var values: [SelectorValue?] = Array(repeating: nil, count: schema.keys.count)
        for selector in selectors {
            guard let position = schema.position(of: selector.name),
                let index = schema.keys.firstIndex(of: position)
            else { continue }
            values[index] = selector.value
        }
        return try await base.find(values)
    }

    func writeObject(
        _ part: PartID, _ polymorphism: PolymorphismMode, for principal: Principal, _ version: AddressingVersion,
        scratch: inout Row, to writer: inout XMLWriter
    ) async throws(ProviderError) {
        scratch.reset(count: base.schema.properties.count)
        try await base.read(part, only: .all, into: &scratch)
        encoder.write(scratch, version, to: &writer)
    }

    func writeReference(
        _ part: PartID, _ version: AddressingVersion, scratch: inout Row, to writer: inout XMLWriter
    ) async throws(ProviderError) {
        scratch.reset(count: base.schema.properties.count)
        try await base.read(part, only: keys, into: &scratch)
        EndpointReferenceEncoder.write(reference(scratch), version, to: &writer)
    }

    private func reference(_ row: Row) -> Reference {
        let schema = base.schema
        var selectors: [Selector] = []
        for position in schema.keys {
            switch row[position] {
            case .string(let text): selectors.append(Selector(schema.properties[position].name, text))
            case .unsigned(let number): selectors.append(Selector(schema.properties[position].name, String(number)))
            case .signed(let number): selectors.append(Selector(schema.properties[position].name, String(number)))
            case .reference(let nested):
                selectors.append(Selector(schema.properties[position].name, .reference(nested)))
            default: break
            }
        }
        return Reference(schema.resourceURI, selectors)
    }
}
