// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import ResourceModel
import WSManClient

/// The flag that narrows a command to a part of an instance.
struct FragmentOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Only this part: an XPath expression such as CIM_Fan/DesiredSpeed or CIM_Fan/ElementName/text().",
            valueName: "xpath"))
    var fragment: String?
}

/// What a part of an instance is to be.
struct ContentOptions: ParsableArguments {
    @Option(name: .customLong("set"), help: ArgumentHelp("A property's value.", valueName: "Property=Value"))
    var changes: [KeyValue] = []

    @Option(help: ArgumentHelp("The text for a --fragment that ends in text().", valueName: "value"))
    var text: String?

    /// The content; nil where none was given.
    var content: FragmentContent? {
        if let text { return .text(text) }
        return changes.isEmpty ? nil : .properties(changes.properties)
    }

    /// Checks that what is given fits a fragment, or the lack of one.
    func check(_ fragment: String?) throws {
        guard text == nil || fragment != nil else { throw ValidationError("--text goes with --fragment only.") }
        guard text == nil || changes.isEmpty else { throw ValidationError("Give --text or --set, not both.") }
    }
}

extension Session {
    /// Shows a part of an instance: its text, or its properties a line each.
    func show(_ fragment: Fragment?) {
        guard let fragment else { return }
        switch output.format {
        case .raw: break
        case .xml: output.markup(fragment.xml)
        case .json:
            let instance = Instance(className: "", namespace: "", properties: fragment.properties)
            output.line(
                fragment.properties.isEmpty
                    ? JSONValue(fragment.text).text : JSONValue(instance, types: .unknown).text)
        case .table:
            if let text = fragment.text {
                output.line(output.terminal.shown(text))
            } else if fragment.properties.isEmpty {
                output.line("none")
            } else {
                output.show(
                    Instance(className: "", namespace: "", properties: fragment.properties), types: .unknown)
            }
        }
    }

    /// Shows the address of an instance in one word, or as its fields where that cannot be.
    func show(_ address: EndpointReference) {
        switch output.format {
        case .raw: break
        case .json: output.json([JSONValue(EnumerationItem(instance: nil, reference: address), types: .unknown)])
        case .table, .xml:
            output.line(DisplayText.clean(CompactAddress.text(address) ?? address.reference.resourceURI.text))
        }
    }
}
