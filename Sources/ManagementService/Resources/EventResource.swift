// SPDX-License-Identifier: Apache-2.0

import ProviderKit
import ResourceModel
import WSMan
import XML

/// A class of events as a resource, or a base class of some: one subscribes to it, and it has no instances.
struct EventResource: SchemaResource {
    let uri: String
    let name: String
    let schema: ResourceSchema
    /// What Get takes of the class or of any that extends it; nothing else is there to be done.
    let access: ClassAccess
    let selectorNames: [String] = []
    let classes: [GuardedClass] = []
    let hasInstances = false
    let isEnumerable = false

    private let events: EventShapes

    init(_ schema: ResourceSchema, _ events: EventShapes) {
        self.schema = schema
        self.events = events
        uri = schema.resourceURI.text
        name = schema.className
        access = ClassAccess([.get: events.all.map(\.access.get).min() ?? .nobody])
    }

    var callable: ResourceSchema { schema }

    func eventShapes(for role: Role) -> [EventShape] { events[role] }

    func keySets(for role: Role) -> [[PropertySchema]] { [] }

    func type(ofSelector name: String) -> ValueType? { nil }

    func parts(
        _ polymorphism: PolymorphismMode, for principal: Principal
    ) async throws(ProviderError) -> [PartID] { [] }

    func find(_ selectors: [Selector], for principal: Principal) async throws(ProviderError) -> PartID? { nil }

    func writeObject(
        _ part: PartID, _ polymorphism: PolymorphismMode, for principal: Principal, _ version: AddressingVersion,
        scratch: inout Row, to writer: inout XMLWriter
    ) async throws(ProviderError) { throw .notFound }

    func writeReference(
        _ part: PartID, for principal: Principal, _ version: AddressingVersion, scratch: inout Row,
        to writer: inout XMLWriter
    ) async throws(ProviderError) { throw .notFound }
}
