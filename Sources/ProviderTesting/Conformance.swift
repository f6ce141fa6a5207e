// SPDX-License-Identifier: Apache-2.0

public import ProviderKit
import ResourceModel

/// The promises that every provider keeps, checked against a provider with real parts.
///
/// A test of a domain is one line: `#expect(await Conformance.violations(of: provider) == [])`.
public enum Conformance {
    /// What the provider's classes do that they should not; empty when all is well.
    ///
    /// 1. The declaration is complete: documentation, a display name of one to five words, at least one key, a summary
    ///    of properties that exist.
    /// 2. Parts are unique and in a stable order.
    /// 3. Each part is found by its keys, in any combination that names it, and only by them.
    /// 4. Each slot holds a value of its property's type, within its range and among its named values, or is absent.
    /// 5. Reading a part of the properties gives the same values and nothing else.
    /// 6. A part that is not there is not found, and reading it throws notFound.
    /// 7. Nothing undeclared can be written or called.
    public static func violations(of provider: any Provider) async -> [String] {
        var violations: [String] = []
        var names: Set<String> = []
        for resourceClass in provider.resourceClasses {
            let name = resourceClass.schema.className
            if !names.insert(name).inserted { violations.append("\(name) is declared twice") }
            let report = await ClassConformance(resourceClass).violations()
            violations += report.map { "\(name): \($0)" }
        }
        return violations
    }
}

/// The promises of one class.
struct ClassConformance {
    private let resourceClass: any ResourceClass
    private let schema: ResourceSchema

    init(_ resourceClass: any ResourceClass) {
        self.resourceClass = resourceClass
        schema = resourceClass.schema
    }

    func violations() async -> [String] {
        var violations = declaration()
        do throws(ProviderError) {
            let parts = try await resourceClass.parts()
            if Set(parts).count != parts.count { violations.append("two parts have one identifier") }
            if try await resourceClass.parts() != parts { violations.append("the order of parts is not stable") }
            for part in parts { violations += try await reading(part, isOnly: parts.count == 1) }
        } catch {
            violations.append("it threw \(error)")
        }
        return violations + (await absence())
    }

    private func declaration() -> [String] {
        var violations: [String] = []
        let words = schema.displayName.split(separator: " ").count
        if !(1...5).contains(words) { violations.append("the display name has \(words) words (CR 2.8.b)") }
        if schema.documentation.isEmpty { violations.append("the class has no documentation") }
        if schema.keys.isEmpty { violations.append("the class has no key") }
        for name in schema.summary where schema.position(of: name) == nil {
            violations.append("the summary names \(name), which is no property")
        }
        let described =
            schema.properties.map { ($0.name, $0.documentation) }
            + schema.methods.map { ($0.name, $0.documentation) }
        for (name, documentation) in described {
            if documentation.isEmpty { violations.append("\(name) has no documentation") }
            if name.first?.isUppercase != true { violations.append("\(name) is not in MOF spelling") }
        }
        return violations
    }

    private func reading(_ part: PartID, isOnly: Bool) async throws(ProviderError) -> [String] {
        var violations: [String] = []
        let row = try await read(part, .all)
        for (position, property) in schema.properties.enumerated() {
            if let fault = ValueCheck.fault(of: row[position], as: property) {
                violations.append("\(part): \(property.name) \(fault)")
            }
        }
        let keys = schema.keys.map { key(row[$0]) }
        if keys.contains(where: { $0 == nil }) { violations.append("\(part): a key has no value") }
        if try await resourceClass.find(keys) != part { violations.append("\(part) is not found by its keys") }
        for index in keys.indices {
            var wrong = keys
            wrong[index] = .text("no such key")
            if try await resourceClass.find(wrong) == part {
                violations.append("\(part) is found by a wrong \(schema.keyProperties[index].name)")
            }
        }
        if isOnly, !schema.isAssociation,
            try await resourceClass.find(Array(repeating: nil, count: keys.count)) != part
        {
            violations.append("\(part), the only part, is not found without selectors")
        }
        var some = PropertySet.none
        for key in schema.keys { some.insert(key) }
        let partial = try await read(part, some)
        for position in schema.properties.indices {
            let expected = some.contains(position) ? row[position] : .absent(.absent)
            if partial[position] != expected, position < 256 {
                violations.append("\(part): \(schema.properties[position].name) differs when only keys are read")
            }
        }
        return violations
    }

    private func absence() async -> [String] {
        var violations: [String] = []
        let nobody = PartID("no such part")
        var row = Row()
        row.reset(count: schema.properties.count)
        do throws(ProviderError) {
            try await resourceClass.read(nobody, only: .all, into: &row)
            violations.append("a part that is not there can be read")
        } catch {
            if error != .notFound { violations.append("reading a part that is not there threw \(error)") }
        }
        let stranger = Principal(name: "stranger", role: .reader)
        if !schema.isWritable {
            do throws(ProviderError) {
                try await resourceClass.write([], to: nobody, by: stranger)
                violations.append("it can be written and declares nothing writable")
            } catch {}
        }
        do throws(ProviderError) {
            _ = try await resourceClass.invoke("NoSuchMethod", on: nobody, with: [:], by: stranger)
            violations.append("it answers to a method that it does not declare")
        } catch {}
        return violations
    }

    private func read(_ part: PartID, _ wanted: PropertySet) async throws(ProviderError) -> Row {
        var row = Row()
        row.reset(count: schema.properties.count)
        try await resourceClass.read(part, only: wanted, into: &row)
        return row
    }

    private func key(_ value: Value) -> SelectorValue? {
        switch value {
        case .string(let text): .text(text)
        case .unsigned(let number): .text(String(number))
        case .signed(let number): .text(String(number))
        case .reference(let reference): .reference(reference)
        default: nil
        }
    }
}
