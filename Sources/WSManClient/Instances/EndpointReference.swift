// SPDX-License-Identifier: Apache-2.0

public import ResourceModel

/// The address of an instance as a service gave it.
public struct EndpointReference: Sendable, Hashable {
    /// Where to send; usually the anonymous address, meaning the same service.
    public let address: String
    /// Class and keys; the class's URI is empty when the service left it out.
    public let reference: Reference

    /// An address.
    public init(address: String, reference: Reference) {
        self.address = address
        self.reference = reference
    }
}
