// SPDX-License-Identifier: Apache-2.0

import ResourceModel
import WSManClient

extension Session {
    /// Shows a part of an instance: its text, or its properties a line each.
    func show(_ part: Fragment, of resource: ResourceArgument) async throws(WSManClientError) {
        let instance = Instance(
            className: resource.className ?? "", namespace: resource.resourceURI.text, properties: part.properties,
            isFragment: true)
        switch output.format {
        case .raw: break
        case .xml: output.markup(part.xml)
        case .json:
            if part.properties.isEmpty {
                output.json(part.text.map { [.string($0)] } ?? [])
            } else {
                output.json([JSONValue(instance, types: try await types(of: [instance]))])
            }
        case .table:
            if let text = part.text {
                output.line(output.terminal.shown(DisplayText.clean(text)))
            } else if part.properties.isEmpty {
                output.line("none")
            } else {
                output.show(instance)
            }
        }
    }

    /// Shows the address of an instance in one word, or in several where that cannot be.
    func show(_ address: EndpointReference) {
        switch output.format {
        case .raw: break
        case .json: output.json([JSONValue(EnumerationItem(instance: nil, reference: address))])
        case .table, .xml:
            let reference = address.reference
            let isHere = !reference.resourceURI.text.isEmpty
            let text = isHere ? CompactAddress.text(reference) ?? reference.display : address.address
            output.line(DisplayText.clean(text))
        }
    }

    /// Shows the address that a service was asked for.
    ///
    /// - Returns: why there is none.
    func show(_ epr: CurrentEPR?) -> Failure? {
        switch epr {
        case .address(let address):
            show(address)
            return nil
        case .invalid:
            return Failure(
                .fault, "The address is not valid any more, and the service knows no other (EPRInvalid).")
        case .unknown: return Failure(.fault, "The service cannot tell the address of the instance (EPRUnknown).")
        case nil:
            return Failure(
                .notUnderstood, "This service does not tell addresses on request; try baseboard enumerate with --epr.")
        }
    }

    /// Shows about how many items an enumeration has.
    func show(estimate: Int?) {
        switch output.format {
        case .raw: break
        case .json:
            output.json([
                .object([.init(name: "TotalItemsCountEstimate", value: estimate.map { .number("\($0)") } ?? .null)])
            ])
        case .table, .xml: output.line(estimate.map { "\($0)" } ?? "unknown")
        }
    }
}
