// SPDX-License-Identifier: Apache-2.0

public import ProviderKit
public import ResourceModel

extension Conformance {
    /// What a class of events does with events that it should not; empty when all is well.
    ///
    /// 1. The declaration is complete, as that of a class of instances is; only a class that has instances has keys.
    /// 2. Each slot holds a value of its property's type, within its range and among its named values, or is absent.
    /// 3. Reading one property gives the value that reading all of them gives, and nothing else.
    ///
    /// - Parameter events: events of the class, as different as they come.
    public static func violations(of eventClass: EventClass, over events: [RecordedEvent]) -> [String] {
        let schema = eventClass.schema
        var violations = DeclarationCheck.faults(of: schema, hasInstances: false)
        for event in events {
            if !eventClass.includes(event) { violations.append("\(event.position) is of another class") }
            let row = read(event, as: eventClass, .all)
            for (position, property) in schema.properties.enumerated() {
                if let fault = ValueCheck.fault(of: row[position], as: property) {
                    violations.append("\(event.position): \(property.name) \(fault)")
                }
                var alone = PropertySet.none
                alone.insert(position)
                let partial = read(event, as: eventClass, alone)
                for other in schema.properties.indices
                where partial[other] != (other == position ? row[position] : .absent(.absent)) {
                    violations.append("\(event.position): \(schema.properties[other].name) beside \(property.name)")
                }
            }
        }
        return violations
    }

    private static func read(_ event: RecordedEvent, as eventClass: EventClass, _ wanted: PropertySet) -> Row {
        var row = Row()
        row.reset(count: eventClass.schema.properties.count)
        eventClass.read(event, only: wanted, into: &row)
        return row
    }
}
