// SPDX-License-Identifier: Apache-2.0

import ResourceModel
import WSManClient

extension Instance.Property {
    /// The values on one line.
    var display: String {
        if isNull { return Table.none }
        return values.map(\.display).joined(separator: ", ")
    }
}

extension InstanceValue {
    /// The value on one line, without anything that acts on a terminal.
    var display: String {
        switch self {
        case .null: Table.none
        case .text(let text), .time(let text, _): DisplayText.clean(text)
        case .reference(let endpoint): endpoint.reference.display
        case .instance(let embedded):
            "{" + embedded.properties.map { "\($0.name)=\($0.display)" }.joined(separator: ", ") + "}"
        }
    }
}

extension Reference {
    /// The class's name and the keys, as the command line takes them.
    var display: String {
        let name = resourceURI.className.map(String.init) ?? resourceURI.text
        let keys = selectors.filter { $0.name != "__cimnamespace" }.map { selector in
            switch selector.value {
            case .text(let text): "\(selector.name)=\(text)"
            case .reference(let nested): "\(selector.name)=(\(nested.display))"
            }
        }
        return DisplayText.clean(([name] + keys).joined(separator: " "))
    }
}
