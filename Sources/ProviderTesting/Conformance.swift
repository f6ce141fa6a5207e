// SPDX-License-Identifier: Apache-2.0

public import ProviderKit
import ResourceModel

/// The promises that every provider keeps, checked against a provider with real parts.
///
/// A test of a domain is one line: `#expect(await Conformance.violations(of: provider) == [])`. Nothing is changed: what
/// is written and called is what must be refused. Values that move by themselves need a clock that stands.
public enum Conformance {
    /// What the provider's classes do that they should not; empty when all is well.
    ///
    /// 1. The declaration is complete: documentation, a display name of one to five words, at least one key, a summary
    ///    of properties that exist, no name twice, no two meanings of one number.
    /// 2. Parts are unique and in a stable order; the generation grows when they change, stays while they do not, and
    ///    never falls.
    /// 3. Each part is found by its keys, in any combination that names it, and only by them.
    /// 4. Each slot holds a value of its property's type, within its range and among its named values, or is absent;
    ///    a text is one that XML can carry.
    /// 5. Reading one property gives the value that reading all of them gives, and nothing else.
    /// 6. A part that is not there is not found: reading it, writing to it and calling it throw notFound.
    /// 7. Nothing undeclared can be written or called, and a change that is refused changes nothing.
    public static func violations(of provider: any Provider) async -> [String] {
        var violations: [String] = []
        var names: Set<String> = []
        for resourceClass in provider.resourceClasses {
            let name = resourceClass.schema.className
            if !names.insert(name).inserted { violations.append("\(name) is declared twice") }
            violations += await ClassConformance(resourceClass).violations().map { "\(name): \($0)" }
        }
        return violations + (await rescanning(provider))
    }

    private static func rescanning(_ provider: any Provider) async -> [String] {
        var violations: [String] = []
        var before: [(generation: UInt64, parts: [PartID]?)] = []
        for each in provider.resourceClasses { before.append((each.generation, try? await each.parts())) }
        await provider.rescan()
        for (each, old) in zip(provider.resourceClasses, before) {
            let name = each.schema.className
            if each.generation < old.generation { violations.append("\(name): a rescan lowered the generation") }
            let parts = try? await each.parts()
            if parts != old.parts, each.generation == old.generation {
                violations.append("\(name): a rescan changed the parts and not the generation")
            }
        }
        return violations
    }
}
