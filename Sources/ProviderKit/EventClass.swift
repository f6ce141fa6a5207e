// SPDX-License-Identifier: Apache-2.0

public import ResourceModel

/// A class of events: which events of the log it shows, and what their body is when they are delivered.
///
/// It has no instances to Get; a class that has some too, as the log's own view, is a `ResourceClass` of the same name.
public struct EventClass {
    /// The declaration from which body, XML Schema, filters and catalog entry are derived.
    public let schema: ResourceSchema

    private let covers: (RecordedEvent) -> Bool
    private let values: [(RecordedEvent) -> Value]

    /// Declares a class of events.
    ///
    /// - Parameters:
    ///   - superclass: the CIM class that it extends; what that one extends is known (`StandardClass`).
    ///   - covers: which events are of this very class, rather than of one that extends it.
    public init(
        _ className: String, extends superclass: String? = nil, displayName: String, summary: [String] = [],
        columns declared: [Column<RecordedEvent>], covers: @escaping (RecordedEvent) -> Bool, _ documentation: String
    ) {
        let schema = ResourceSchema(
            className, extends: superclass.map(StandardClass.lineage) ?? [], displayName: displayName, summary: summary,
            properties: declared.map(\.property), documentation)
        var byName: [String: Column<RecordedEvent>] = [:]
        for column in declared { byName[column.property.name] = column }
        self.schema = schema
        self.covers = covers
        values = schema.properties.compactMap { byName[$0.name]?.value }
    }

    /// Whether an event is of this class.
    public func includes(_ event: RecordedEvent) -> Bool { covers(event) }

    /// Fills the wanted slots of a row that has been reset to the schema's size; no I/O.
    public func read(_ event: RecordedEvent, only wanted: PropertySet, into row: inout Row) {
        for position in values.indices where wanted.contains(position) { row[position] = values[position](event) }
    }
}
