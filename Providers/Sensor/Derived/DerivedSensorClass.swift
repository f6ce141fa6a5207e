// SPDX-License-Identifier: Apache-2.0

import ProviderKit
import ResourceModel

/// A derived sensor with what it is derived from.
struct DerivedSensor {
    let definition: DerivedDefinition
    let sensor: Sensor
}

/// What BB_DerivedSensor is declared over: the derived sensors among all.
final class DerivedSensorSource: PartSource {
    private let sensors: Sensors

    init(_ sensors: Sensors) {
        self.sensors = sensors
    }

    var generation: UInt64 { sensors.derived.generation }

    func identifiers() async throws(ProviderError) -> [PartID] {
        sensors.derived.ids.map { PartID(String($0.text.dropFirst(DerivedDefinition.prefix.count))) }
    }

    func part(_ id: PartID, reading facets: Facets) async throws(ProviderError) -> DerivedSensor? {
        let sensor = PartID(DerivedDefinition.prefix + id.text)
        guard let definition = sensors.derived[sensor], let read = try await sensors.part(sensor, reading: facets)
        else {
            return nil
        }
        return DerivedSensor(definition: definition, sensor: read)
    }

    func create(_ values: [PropertyChange], by principal: Principal) async throws(ProviderError) -> PartID {
        let given = Dictionary(values.map { ($0.name, $0.value) }, uniquingKeysWith: { _, last in last })
        let name = given["Name"]?.stringValue ?? ""
        guard DerivedDefinition.isName(name) else {
            throw .invalidValue(
                property: "Name",
                reason:
                    "it is made of 1 to \(DerivedDefinition.maximumNameLength) letters, digits, \".\", \"_\" and \"-\", a letter or digit first."
            )
        }
        let (function, sources) = try Self.composition(given["Function"], given["Sources"])
        let kind = try sensors.derived.check(sources, function) { sensors.hardwareKind(of: $0) }
        try await sensors.derived.create(
            DerivedDefinition(name: name, function: function, sources: sources, kind: kind), by: principal)
        return PartID(name)
    }

    func write(_ changes: [PropertyChange], to id: PartID, by principal: Principal) async throws(ProviderError) {
        guard var definition = sensors.derived[PartID(DerivedDefinition.prefix + id.text)] else { throw .notFound }
        for change in changes {
            switch change.name {
            case "Function": definition.function = try Self.composition(change.value, nil).function
            case "Sources": definition.sources = try Self.composition(nil, change.value).sources
            default: throw .invalidValue(property: change.name, reason: "it cannot be written.")
            }
        }
        definition.kind = try sensors.derived.check(definition.sources, definition.function) {
            sensors.hardwareKind(of: $0)
        }
        try await sensors.derived.replace(definition, by: principal)
    }

    func delete(_ id: PartID) async throws(ProviderError) {
        try await sensors.derived.delete(PartID(DerivedDefinition.prefix + id.text))
    }

    private static func composition(
        _ function: Value?, _ sources: Value?
    ) throws(ProviderError) -> (function: DerivedFunction, sources: [PartID]) {
        var named = DerivedFunction.maximum
        if let function {
            let text = function.stringValue ?? ""
            guard let found = DerivedFunction.allCases.first(where: { $0.rawValue.lowercased() == text.lowercased() })
            else {
                let known = DerivedFunction.allCases.map(\.rawValue).joined(separator: ", ")
                throw .invalidValue(property: "Function", reason: "it is one of \(known).")
            }
            named = found
        }
        guard let sources else { return (named, []) }
        guard case .array(let elements) = sources else {
            throw .invalidValue(property: "Sources", reason: "at least one sensor is to be named.")
        }
        return (named, elements.compactMap { $0.stringValue.map { PartID($0) } })
    }
}

/// BB_DerivedSensor: sensors that operators make of others.
func derivedSensorClass(_ source: DerivedSensorSource) -> some ResourceClass {
    let functions = DerivedFunction.allCases.map(\.rawValue).joined(separator: ", ")
    return Table(
        "BB_DerivedSensor", of: source, displayName: "Derived sensors",
        summary: ["Name", "Function", "Reading", "Units", "Quality"],
        columns: [
            .key(
                "Name", creation: .required,
                "The name it is made by: letters, digits, \".\", \"_\" and \"-\", a letter or digit first."
            ) { PartID($0.definition.name) },
            .property(
                "Function", .string, isWritable: true, creation: .required,
                "What is made of the readings: \(functions). Rate is the growth a second, of an energy the power."
            ) { .string($0.definition.function.rawValue) },
            .property(
                "Sources", .string, isArray: true, isWritable: true, creation: .required,
                "The sensors it is derived from, by their DeviceIDs, all of one kind; Difference takes two, Rate one."
            ) { .array($0.definition.sources.map { .string($0.text) }) },
            .property("DeviceID", .string, "The sensor, as CIM_NumericSensor and BB_SensorView show it.") {
                .string($0.definition.id.text)
            },
            .property("SensorType", .string, "What it measures.") { .string($0.sensor.kind.rawValue) },
            .property("Units", .string, "The unit of Reading.") { .string($0.sensor.unitSymbol) },
            .property("Enabled", .boolean, "Whether it is computed; RequestStateChange of its sensor says so.") {
                .boolean($0.definition.isEnabled)
            },
            .property("Reading", .real64, reads: .value, "The reading in Units; absent where Quality says why.") {
                let quality = $0.sensor.quality
                return $0.sensor.value.map(Value.real) ?? .absent(quality == .good ? .absent : quality)
            },
            .property("Quality", .string, reads: .value, "good, or the worst of what its sources say.") {
                .string($0.sensor.quality.rawValue)
            },
        ],
        write: { source, id, changes, principal throws(ProviderError) in
            try await source.write(changes, to: id, by: principal)
        },
        create: { source, values, principal throws(ProviderError) in
            try await source.create(values, by: principal)
        },
        delete: { source, id, _ throws(ProviderError) in try await source.delete(id) },
        "A sensor that is computed from others: their maximum, minimum, average, sum or difference, or the rate of one. "
            + "Create makes it, Delete removes it; it is a CIM_NumericSensor like any other, limits included.")
}
