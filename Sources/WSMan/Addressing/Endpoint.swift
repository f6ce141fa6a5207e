// SPDX-License-Identifier: Apache-2.0

import XML

/// Where messages go that are no answers, with the reference parameters that go along as headers (R10.2.1-5).
public struct Endpoint: Sendable, Hashable {
    /// The address.
    public let address: String
    /// The reference parameters, as markup.
    public let parameters: [UInt8]
    /// The addressing that it was said in, and that the messages are in.
    public let version: AddressingVersion

    /// An endpoint of an address alone.
    public init(address: String, version: AddressingVersion = .submission2004) {
        self.address = address
        self.parameters = []
        self.version = version
    }

    /// Reads an endpoint reference.
    ///
    /// The older `ReferenceProperties`, which Windows Event Collector sends, are as good as `ReferenceParameters`; what
    /// else stands beside them, such as a policy, is not looked at.
    init(_ element: XMLElement, limits: MessageLimits, _ version: AddressingVersion) throws(Fault) {
        let address = element.first(XMLName(version.namespace, "Address")).map { $0.trimmedText } ?? ""
        guard !address.isEmpty, address.hasAtMost(limits.uriLength), address != version.anonymous else {
            throw Fault(
                .unsupportedFeature, .addressingMode, "\(element.localName) has no Address that can be used.")
        }
        var parameters = XMLWriter(capacity: 256)
        var count = 0
        for container in ["ReferenceProperties", "ReferenceParameters"] {
            guard let list = element.first(XMLName(version.namespace, container)) else { continue }
            for parameter in list.children {
                count += 1
                guard count <= limits.referenceParameters else {
                    throw Fault(
                        .encodingLimit,
                        "The ReferenceParameters of \(element.localName) are \(limits.referenceParameters) elements at most."
                    )
                }
                ReplyWriter.write(parameter, version, &parameters)
                guard parameters.count <= limits.referenceParameterLength else {
                    throw Fault(
                        .encodingLimit,
                        "The ReferenceParameters of \(element.localName) are \(limits.referenceParameterLength) octets at most."
                    )
                }
            }
        }
        self.address = address
        self.parameters = parameters.withUnsafeBytes { Array($0) }
        self.version = version
    }
}
