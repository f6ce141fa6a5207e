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
    let keys: [Selector]

    /// Every class: what queries that name their class go to (`spec/cim-binding.md` section 1).
    static let allClasses = ResourceArgument(allClassesNamed: "*")

    private init(allClassesNamed typed: String) {
        self.typed = typed
        keys = []
        resourceURI = ResourceURI("http://schemas.dmtf.org/wbem/wscim/1/*")
    }

    /// As the help tells what is meant where nothing is given.
    var defaultValueDescription: String { typed }

    init?(argument whole: String) {
        guard whole != Self.allClasses.typed else {
            self = .allClasses
            return
        }
        guard let (argument, keys) = CompactAddress.parse(whole), !argument.isEmpty else { return nil }
        typed = argument
        self.keys = keys
        resourceURI = ResourceURI(typed: argument)
    }

    /// The name of the class; of a URI that is not built as CIM's are, what stands behind its last slash.
    var className: String? {
        let name = resourceURI.className ?? resourceURI.text.split(separator: "/").last ?? ""
        return KeyValue.isName(name) ? String(name) : nil
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
        Reference(resourceURI, self.keys + keys.map { Selector($0.name, $0.value) })
    }
}

extension ResourceURI {
    /// What a person means by a class: a whole URI, a class of the catalog, or the short name of a view.
    init(typed name: String) {
        if name.contains(":") {
            self.init(name)
        } else {
            self.init(ofClass: name.contains("_") ? name : Self.viewName(name))
        }
    }

    /// `Fan` and `FanView` both mean `BB_FanView`.
    private static func viewName(_ short: String) -> String {
        short.lowercased().hasSuffix("view") ? "BB_\(short)" : "BB_\(short)View"
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
