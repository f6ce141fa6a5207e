// SPDX-License-Identifier: Apache-2.0

import ProviderKit
import ResourceModel
import WSMan

/// A class of events as the service knows it: which events are of it, how they are written, and what takes which role.
struct EventShape {
    let eventClass: EventClass
    let encoder: InstanceEncoder
    /// Who may not get the class is told of no event of it.
    let access: ClassAccess

    var schema: ResourceSchema { eventClass.schema }

    init(_ eventClass: EventClass, _ policy: AccessPolicy) {
        self.eventClass = eventClass
        encoder = InstanceEncoder(eventClass.schema)
        access = policy.access(to: eventClass.schema)
    }
}

/// The classes of the events that come from one resource, as each role sees them.
struct EventShapes {
    /// All of them, most derived first: an event is of the first that includes it.
    let all: [EventShape]
    private let byRole: [[EventShape]]

    /// A resource that no events come from.
    static var none: EventShapes { EventShapes([]) }

    init(_ shapes: [EventShape]) {
        let depths = Set(shapes.map(\.schema.superclasses.count)).sorted(by: >)
        let all = depths.flatMap { depth in shapes.filter { $0.schema.superclasses.count == depth } }
        self.all = all
        byRole = Role.allCases.sorted().map { role in all.filter { $0.access.get.admits(role) } }
    }

    /// Those that somebody of a role may have, most derived first.
    ///
    /// An event of a class that is left out is of none of the others: a class includes no event of one that extends it.
    subscript(role: Role) -> [EventShape] { byRole[role.rank] }
}
