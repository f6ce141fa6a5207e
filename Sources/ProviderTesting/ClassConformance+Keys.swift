// SPDX-License-Identifier: Apache-2.0

import ProviderKit
import ResourceModel

/// Promise 3: parts are found by their keys.
extension ClassConformance {
    func finding(_ part: PartID, isOnly: Bool) async throws(ProviderError) -> [String] {
        var violations: [String] = []
        let row = try await read(part, .all)
        let keys = schema.keys.map { Self.key(row[$0]) }
        if keys.contains(where: { $0 == nil }) { violations.append("\(part): a key has no value") }
        if try await resourceClass.find(keys) != part { violations.append("\(part) is not found by its keys") }
        for index in keys.indices {
            let name = schema.keyProperties[index].name
            for wrong in [SelectorValue.text("no such key"), .reference(Self.nowhere)] {
                var changed = keys
                changed[index] = wrong
                if try await resourceClass.find(changed) != nil {
                    violations.append("\(part) is found by a wrong \(name)")
                }
            }
            var fewer = keys
            fewer[index] = nil
            do throws(ProviderError) {
                if try await resourceClass.find(fewer) != part {
                    violations.append("\(part) is not found without \(name), nor is \(name) asked for")
                }
            } catch {
                guard case .insufficientSelectors(let missing) = error else { throw error }
                if !missing.contains(name) { violations.append("\(part): \(name) is missing, \(missing) asked for") }
            }
        }
        if isOnly, (try? await resourceClass.find(keys.map { _ in nil })) != part {
            violations.append("\(part), the only part, is not found without selectors")
        }
        return violations
    }

    private static let nowhere = Reference(ResourceURI("urn:nowhere"), [Selector("No", "such key")])

    private static func key(_ value: Value) -> SelectorValue? {
        switch value {
        case .string(let text): .text(text)
        case .unsigned(let number): .text(String(number))
        case .signed(let number): .text(String(number))
        case .boolean(let truth): .text(truth ? "true" : "false")
        case .reference(let reference): .reference(reference)
        default: nil
        }
    }
}
