// SPDX-License-Identifier: Apache-2.0

import ResourceModel
import WSMan
import XML

extension WSManClient {
    /// Where a service keeps its XML Schemas (`spec/catalog.md` section 8), and the selector that names one.
    private static let schemaURI = "wsman:system/catalog/2005/06/XMLSchema"
    private static let schemaSelector = "XMLSchema"

    /// The XML Schema of a class, asked for once.
    ///
    /// - Parameter namespace: the class's URI, which is its instances' namespace.
    /// - Returns: nil when the service has none, for any reason that lets others still be asked.
    public func classSchema(of namespace: String) async throws(WSManClientError) -> ClassSchema? {
        if let known = schemas.known[namespace] { return known }
        guard schemas.isServed, !namespace.isEmpty else { return nil }
        do throws(WSManClientError) {
            let schema = try await readSchema(of: namespace)
            schemas.known[namespace] = .some(schema)
            return schema
        } catch .fault(let fault) {
            // A service that does not know the resource has no schema of another class either.
            if fault.detailName == "InvalidResourceURI", schemas.known.values.allSatisfy({ $0 == nil }) {
                schemas.isServed = false
            }
        } catch .unexpectedAnswer, .notWSMan, .forbidden, .answerTooLarge {
            // It said something; what, does not matter here.
        }
        schemas.known[namespace] = .some(nil)
        return nil
    }

    private func readSchema(of namespace: String) async throws(WSManClientError) -> ClassSchema {
        let target = Reference(ResourceURI(Self.schemaURI), [Selector(Self.schemaSelector, namespace)])
        // Options are about what was asked for, and a service may know them nowhere else (R6.4-4).
        var settings = options.request
        settings.options = []
        return try await ask(Action.get, of: target, settings) { answer throws(WSManClientError) in
            ClassSchema(try answer.content(ClassSchema.elementName))
        }
    }

    /// What is known of a service's schemas.
    struct Schemas {
        /// By namespace; nil for a class without one.
        var known: [String: ClassSchema?] = [:]
        /// Whether there is anything to ask for.
        var isServed = true
    }
}
