// SPDX-License-Identifier: Apache-2.0

import ResourceModel
import WSMan
import XML

/// The result of an operation with the address of the instance.
public struct Addressed<Value> {
    /// The result.
    public let value: Value
    /// The address; nil where the service does not tell any (R6.5-2).
    public let epr: CurrentEPR?
}

extension Addressed: Sendable where Value: Sendable {}

/// What a service says of an instance's address after an operation (R6.5-1).
public enum CurrentEPR: Sendable, Hashable {
    /// The address from now on.
    case address(EndpointReference)
    /// The address that was used is not valid any more, and no other is known.
    case invalid
    /// It cannot be told.
    case unknown

    /// Writes the header that asks for it.
    static func request(_ writer: inout XMLWriter) { writer.raw("<wsman:RequestEPR />") }

    /// Reads it from an answer's header; nil where it is not there.
    init?(_ header: XMLElement?) throws(WSManClientError) {
        guard let element = header?.first(Names.management("RequestedEPR")) else { return nil }
        for child in element.children {
            if EndpointReference.isReference(child) {
                let reference = EndpointReference(child)
                guard !reference.reference.resourceURI.text.isEmpty || !reference.address.isEmpty else { break }
                self = .address(reference)
                return
            }
            if child.has(name: Names.management("EPRInvalid")) {
                self = .invalid
                return
            }
            if child.has(name: Names.management("EPRUnknown")) {
                self = .unknown
                return
            }
        }
        throw .unexpectedAnswer("RequestedEPR holds neither an address nor EPRInvalid nor EPRUnknown")
    }
}
