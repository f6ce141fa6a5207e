// SPDX-License-Identifier: Apache-2.0

import ProviderKit
import ResourceModel

/// Promises 6 and 7: what is not there and what is not declared is refused.
extension ClassConformance {
    private static let principal = Principal(name: "conformance", role: .operator)
    private static let nobody = PartID("no such part")
    private static let undeclared = PropertyChange("NoSuchProperty", .boolean(true))

    func absence() async -> [String] {
        var violations: [String] = []
        if let reason = await outcome(
            expecting: .notFound,
            { () throws(ProviderError) in
                _ = try await read(Self.nobody, .all)
            })
        {
            violations.append("reading a part that is not there \(reason)")
        }
        if let property = schema.properties.first(where: \.isWritable) {
            let change = PropertyChange(property.name, .absent(.absent))
            if let reason = await outcome(
                expecting: .notFound,
                { () throws(ProviderError) in
                    try await resourceClass.write([change], to: Self.nobody, by: Self.principal)
                })
            {
                violations.append("writing to a part that is not there \(reason)")
            }
        }
        for method in schema.methods {
            if let reason = await outcome(
                expecting: .notFound,
                { () throws(ProviderError) in
                    _ = try await resourceClass.invoke(method.name, on: Self.nobody, with: [:], by: Self.principal)
                })
            {
                violations.append("calling \(method.name) of a part that is not there \(reason)")
            }
        }
        return violations
    }

    func refusing(at part: PartID) async throws(ProviderError) -> [String] {
        var violations: [String] = []
        let before = try await read(part, .all)
        if let position = schema.properties.firstIndex(where: \.isWritable) {
            let valid = PropertyChange(schema.properties[position].name, before[position])
            for changes in [[valid, Self.undeclared], [Self.undeclared, valid]] {
                if await succeeds({ () throws(ProviderError) in
                    try await resourceClass.write(changes, to: part, by: Self.principal)
                }) {
                    violations.append("a property that is not declared can be written")
                }
            }
        } else if let reason = await outcome(
            expecting: .unsupportedAction,
            { () throws(ProviderError) in
                try await resourceClass.write([Self.undeclared], to: part, by: Self.principal)
            })
        {
            violations.append("it declares nothing writable, and writing \(reason)")
        }
        if let reason = await outcome(
            expecting: .unsupportedAction,
            { () throws(ProviderError) in
                _ = try await resourceClass.invoke("NoSuchMethod", on: part, with: [:], by: Self.principal)
            })
        {
            violations.append("calling a method that is not declared \(reason)")
        }
        let after = try await read(part, .all)
        for (position, property) in schema.properties.enumerated() where before[position] != after[position] {
            violations.append("a refused change changed \(property.name)")
        }
        return violations
    }

    private func succeeds(_ action: () async throws(ProviderError) -> Void) async -> Bool {
        do throws(ProviderError) {
            try await action()
            return true
        } catch {
            return false
        }
    }

    /// What happened instead of the error expected; nil when it came.
    private func outcome(
        expecting expected: ProviderError, _ action: () async throws(ProviderError) -> Void
    ) async -> String? {
        do throws(ProviderError) {
            try await action()
            return "succeeds"
        } catch {
            return error == expected ? nil : "throws \(error)"
        }
    }
}
