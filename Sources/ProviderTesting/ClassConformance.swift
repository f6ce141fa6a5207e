// SPDX-License-Identifier: Apache-2.0

import ProviderKit
import ResourceModel

/// The promises of one class.
struct ClassConformance {
    let resourceClass: any ResourceClass
    let schema: ResourceSchema

    init(_ resourceClass: any ResourceClass) {
        self.resourceClass = resourceClass
        schema = resourceClass.schema
    }

    func violations() async -> [String] {
        var violations = DeclarationCheck.faults(of: schema, hasInstances: true)
        do throws(ProviderError) {
            let generation = resourceClass.generation
            let parts = try await resourceClass.parts()
            if Set(parts).count != parts.count { violations.append("two parts have one identifier") }
            for part in parts {
                do throws(ProviderError) {
                    violations += try await reading(part)
                    violations += try await finding(part, isOnly: parts.count == 1)
                } catch {
                    violations.append("\(part): threw \(error)")
                }
            }
            if let part = parts.first { violations += try await refusing(at: part) }
            if try await resourceClass.parts() != parts { violations.append("the order of parts is not stable") }
            if resourceClass.generation != generation {
                violations.append("the generation changed while the parts did not")
            }
        } catch {
            violations.append("threw \(error)")
        }
        return violations + (await absence())
    }

    // MARK: 4 and 5

    private func reading(_ part: PartID) async throws(ProviderError) -> [String] {
        var violations: [String] = []
        let row = try await read(part, .all)
        for (position, property) in schema.properties.enumerated() {
            if let fault = ValueCheck.fault(of: row[position], as: property) {
                violations.append("\(part): \(property.name) \(fault)")
            }
            // From 256 on a set holds every position.
            guard position < 256 else { continue }
            var alone = PropertySet.none
            alone.insert(position)
            let partial = try await read(part, alone)
            if partial[position] != row[position] {
                violations.append("\(part): \(property.name) is another when it is read alone")
            }
            for other in schema.properties.indices.prefix(256) where other != position {
                if !partial[other].isAbsent {
                    violations.append("\(part): reading \(property.name) reads \(schema.properties[other].name)")
                }
            }
        }
        return violations
    }

    func read(_ part: PartID, _ wanted: PropertySet) async throws(ProviderError) -> Row {
        var row = Row()
        row.reset(count: schema.properties.count)
        try await resourceClass.read(part, only: wanted, into: &row)
        return row
    }
}
