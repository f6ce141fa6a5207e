// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import ResourceModel
import WSManClient

/// A class on the command line: `Fan`, `CIM_Fan` or a whole URI.
struct ResourceArgument: ExpressibleByArgument, Equatable {
    let resourceURI: ResourceURI

    init?(argument: String) {
        guard !argument.isEmpty else { return nil }
        if argument.contains(":") {
            resourceURI = ResourceURI(argument)
        } else if argument.contains("_") {
            resourceURI = ResourceURI(ofClass: argument)
        } else {
            resourceURI = ResourceURI(ofClass: Self.viewName(argument))
        }
    }

    /// `Fan` and `FanView` both mean `BB_FanView`.
    private static func viewName(_ short: String) -> String {
        short.hasSuffix("View") ? "BB_\(short)" : "BB_\(short)View"
    }

    /// The instance with these keys.
    func reference(_ keys: [KeyValue]) -> Reference {
        Reference(resourceURI, keys.map { Selector($0.name, $0.value) })
    }
}

extension [KeyValue] {
    /// The properties or parameters that were given; a repeated name makes an array, an empty value a null.
    var properties: [Instance.Property] {
        var properties: [Instance.Property] = []
        for pair in self {
            let value: InstanceValue = pair.value.isEmpty ? .null : .text(pair.value)
            if let position = properties.firstIndex(where: { $0.name == pair.name }) {
                properties[position].values.append(value)
            } else {
                properties.append(Instance.Property(pair.name, [value]))
            }
        }
        return properties
    }
}
