// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import ResourceModel
import WSManClient

/// A class on the command line: `Fan`, `CIM_Fan` or a whole URI.
struct ResourceArgument: ExpressibleByArgument, Equatable {
    let resourceURI: ResourceURI
    /// What was typed.
    let typed: String
    /// The keys that came with it, as `CIM_Fan?DeviceID=x` has them.
    let keys: [KeyValue]

    /// Every class: what queries that name their class go to (`spec/cim-binding.md` section 1).
    static let allClasses = ResourceArgument(allClassesNamed: "*")

    private init(allClassesNamed typed: String) {
        self.typed = typed
        keys = []
        resourceURI = ResourceURI("http://schemas.dmtf.org/wbem/wscim/1/*")
    }

    init?(argument whole: String) {
        guard whole != Self.allClasses.typed else {
            self = .allClasses
            return
        }
        guard let (argument, keys) = CompactAddress.parse(whole), !argument.isEmpty else { return nil }
        typed = argument
        self.keys = keys
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
        short.lowercased().hasSuffix("view") ? "BB_\(short)" : "BB_\(short)View"
    }

    /// The catalog's entry of it; names are told apart without regard to letter case where none is spelled so.
    func entry(in catalog: [CatalogResource]) -> CatalogResource? {
        if let exact = catalog.first(where: { $0.resourceURI == resourceURI.text }) { return exact }
        let uri = resourceURI.text.lowercased()
        if let same = catalog.first(where: { $0.resourceURI.lowercased() == uri }) { return same }
        // A prefix in another case is that of nobody's namespace.
        guard !typed.contains(":") else { return nil }
        let name = resourceURI.className?.lowercased() ?? typed.lowercased()
        return catalog.first { $0.className.lowercased() == name }
    }

    /// A refusal of the class as such, told by the name that was typed; any other as it came.
    func explained(_ fault: ServiceFault) -> WSManClientError {
        fault.subcode == "DestinationUnreachable" ? unknown(fault) : .fault(fault)
    }

    /// A refusal whose reason is that there is no such class.
    func unknown(_ fault: ServiceFault) -> WSManClientError {
        .fault(
            ServiceFault(
                code: fault.code, subcode: fault.subcode, subcodeNamespace: fault.subcodeNamespace,
                detail: fault.detail,
                reason: "The service has no class \(typed); baseboard catalog lists those that it has",
                extras: fault.extras))
    }

    /// The instance with these keys.
    func reference(_ keys: [KeyValue]) -> Reference {
        Reference(resourceURI, (self.keys + keys).map { Selector($0.name, $0.value) })
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
