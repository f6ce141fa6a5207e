// SPDX-License-Identifier: Apache-2.0

import ProviderKit
import ResourceModel

/// Every class of events, and which of them come from where.
struct EventClasses {
    private let shapes: [EventShape]
    /// CIM's classes of events: what comes from logs, from filters, and from all classes at once.
    let indications: EventShapes

    init(_ classes: [EventClass], _ policy: AccessPolicy) {
        shapes = classes.map { EventShape($0, policy) }
        indications = EventShapes(shapes.filter(\.schema.isIndication))
    }

    /// The events that come from a class of instances: all indications from a log, its own where it is one of events too.
    func events(from resourceClass: any ResourceClass) -> EventShapes {
        if resourceClass is any EventSourceClass { return indications }
        return EventShapes(shapes.filter { $0.schema.className == resourceClass.schema.className })
    }

    /// The classes of events that have no instances, and the base classes of those, as resources.
    ///
    /// - Parameter names: the classes that have instances.
    func resources(besides names: Set<String>) -> [any SchemaResource] {
        var members: [String: [EventShape]] = [:]
        for shape in shapes where !names.contains(shape.schema.className) {
            for name in [shape.schema.className] + shape.schema.superclasses {
                members[name, default: []].append(shape)
            }
        }
        return members.compactMap { name, members -> (any SchemaResource)? in
            if let own = members.first(where: { $0.schema.className == name }) {
                return EventResource(own.schema, EventShapes(members))
            }
            return StandardClass.named(name).map { base in
                EventResource(ResourceSchema(base: base, extendedBy: members.map(\.schema)), EventShapes(members))
            }
        }
    }
}
