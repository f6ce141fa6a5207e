// SPDX-License-Identifier: Apache-2.0

import WSMan
import XML

/// What a service says of itself in answer to Identify.
public struct Identity: Sendable, Hashable {
    /// The protocol versions, by namespace.
    public let protocolVersions: [String]
    /// Who made it; services keep it from strangers.
    public let productVendor: String?
    /// Which version of it runs; services keep it from strangers.
    public let productVersion: String?
    /// The ways to authenticate, by URI.
    public let securityProfiles: [String]
    /// The versions of WS-Addressing it reads, by namespace.
    public let addressingVersions: [String]

    /// The answer's element as received, where the client keeps it.
    public let xml: String?

    /// Reads `IdentifyResponse`.
    init(_ element: XMLElement, keepsXML: Bool) {
        var protocols: [String] = []
        var profiles: [String] = []
        var versions: [String] = []
        var vendor: String?
        var version: String?
        for child in element.children where child.namespace == Namespace.identity {
            let text = child.trimmedText
            switch child.localName {
            case "ProtocolVersion": protocols.append(text)
            case "ProductVendor": vendor = text.isEmpty ? nil : text
            case "ProductVersion": version = text.isEmpty ? nil : text
            case "SecurityProfiles":
                for profile in child.children where profile.localName == "SecurityProfileName" {
                    profiles.append(profile.trimmedText)
                }
            case "AddressingVersionURI": versions.append(text)
            default: break
            }
        }
        protocolVersions = protocols
        productVendor = vendor
        productVersion = version
        securityProfiles = profiles
        addressingVersions = versions
        xml = keepsXML ? element.markup : nil
    }

    static let responseName = XMLName(Namespace.identity, "IdentifyResponse")
}
