// SPDX-License-Identifier: Apache-2.0

import WSManClient

/// The types of the instances at hand, as far as the service has schemas of their classes.
struct InstanceTypes {
    /// Schemas by namespace, which is the class's URI.
    var schemas: [String: ClassSchema] = [:]

    /// No types: what values are is guessed from their texts.
    static let unknown = InstanceTypes()

    /// What the class has; nil when nothing is known.
    func content(of instance: Instance) -> ClassSchema.Content? { schemas[instance.namespace]?[instance.className] }
}

extension InstanceTypes {
    /// Asks a service for the schemas of these instances' classes; the client remembers them.
    init(of instances: some Sequence<Instance>, from client: WSManClient) async throws(WSManClientError) {
        var asked = Set<String>()
        for instance in instances where asked.insert(instance.namespace).inserted {
            schemas[instance.namespace] = try await client.classSchema(of: instance.namespace)
        }
    }
}
