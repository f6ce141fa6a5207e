// SPDX-License-Identifier: Apache-2.0

import ProviderKit
import ResourceModel
import WSMan
import XML

/// What can be addressed by a ResourceURI: a class, a family of classes, or what describes them.
protocol Resource {
    /// The ResourceURI.
    var uri: String { get }
    /// The last part of the URI: what near matches are found among.
    var name: String { get }
    /// The classes whose parts these are; none where the resource describes rather than shows.
    var classes: [GuardedClass] { get }
    /// What each action takes at least; for a part of a family its own class has the last word.
    var access: ClassAccess { get }

    /// The parts that a principal may see.
    func parts(
        _ polymorphism: PolymorphismMode, for principal: Principal
    ) async throws(ProviderError) -> [PartID]
    /// Whether the parts are in the order of time, and can be had from the other end too.
    var isChronological: Bool { get }
    /// The parts that a principal may see, the newest first; those of `parts` where there is no order in time.
    func newestFirst(for principal: Principal) async throws(ProviderError) -> [PartID]
    /// Finds the part that selectors pick, among those that a principal may get.
    func find(_ selectors: [Selector], for principal: Principal) async throws(ProviderError) -> PartID?
    /// The class that a part is really of, and the part's name in it; nil where the resource only describes.
    func member(of part: PartID) -> (resource: ClassResource, part: PartID)?
    /// The classes that have parts among these.
    var members: [ClassResource] { get }
    /// The classes of the events that come from here for somebody of this role; an event is of the first that includes
    /// it, and of none where that one is closed to the role. None where no events come.
    func eventShapes(for role: Role) -> [EventShape]
    /// Whether there can be parts: a class of events alone has none.
    var hasInstances: Bool { get }
    /// The names of the selectors, for a person who sent another.
    var selectorNames: [String] { get }
    /// The type of a selector, by its name in any letter case; nil for a name that is none.
    func type(ofSelector name: String) -> ValueType?
    /// Whether Enumerate lists the parts.
    var isEnumerable: Bool { get }
    /// What to tell a client whose selectors pick nothing; nil where its class has no such instance.
    var absence: String? { get }
    /// Writes one part as an element.
    func writeObject(
        _ part: PartID, _ polymorphism: PolymorphismMode, for principal: Principal, _ version: AddressingVersion,
        scratch: inout Row, to writer: inout XMLWriter
    ) async throws(ProviderError)
    /// Writes the address of one part.
    func writeReference(
        _ part: PartID, for principal: Principal, _ version: AddressingVersion, scratch: inout Row,
        to writer: inout XMLWriter
    ) async throws(ProviderError)
}

/// A resource whose parts have a schema: a class or a family of classes.
protocol SchemaResource: Resource {
    /// What it looks like.
    var schema: ResourceSchema { get }
    /// The same with every method that can be called by its name.
    var callable: ResourceSchema { get }
    /// The sets of keys that address a part that somebody of this role may get, alternatives to each other.
    func keySets(for role: Role) -> [[PropertySchema]]
}

extension Resource {
    var isEnumerable: Bool { true }
    var absence: String? { nil }
    var members: [ClassResource] { [] }
    var hasInstances: Bool { true }
    var isChronological: Bool { false }
    func newestFirst(for principal: Principal) async throws(ProviderError) -> [PartID] {
        try await parts(.includeSubclassProperties, for: principal)
    }
    func eventShapes(for role: Role) -> [EventShape] { [] }
    func member(of part: PartID) -> (resource: ClassResource, part: PartID)? { nil }

    /// The class that a part is really of, with what its actions take, and the part's name in it.
    func owner(of part: PartID) -> (guarded: GuardedClass, part: PartID)? {
        member(of: part).map { ($0.resource.guarded, $0.part) }
    }
}
