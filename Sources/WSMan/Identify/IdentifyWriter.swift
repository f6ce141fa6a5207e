// SPDX-License-Identifier: Apache-2.0

public import XML

/// Writes the answer to Identify, which has no addressing headers (R11-1).
public enum IdentifyWriter {
    /// Writes a whole message.
    ///
    /// - Parameters:
    ///   - product: vendor and version; nil for callers who need not know (R11-5).
    ///   - profiles: the security profiles offered, for callers who are known.
    public static func write(
        _ writer: inout XMLWriter, product: (vendor: String, version: String)?, profiles: [String]
    ) {
        writer.raw("<a:Envelope xmlns:a=\"")
        writer.raw(Namespace.soap)
        writer.raw("\" xmlns:wsmid=\"")
        writer.raw(Namespace.identity)
        writer.raw("\"><a:Header /><a:Body><wsmid:IdentifyResponse><wsmid:ProtocolVersion>")
        writer.raw(Namespace.management)
        writer.raw("</wsmid:ProtocolVersion>")
        if let product {
            writer.raw("<wsmid:ProductVendor>")
            writer.text(product.vendor)
            writer.raw("</wsmid:ProductVendor><wsmid:ProductVersion>")
            writer.text(product.version)
            writer.raw("</wsmid:ProductVersion>")
        }
        if !profiles.isEmpty {
            writer.raw("<wsmid:SecurityProfiles>")
            for profile in profiles {
                writer.raw("<wsmid:SecurityProfileName>")
                writer.text(profile)
                writer.raw("</wsmid:SecurityProfileName>")
            }
            writer.raw("</wsmid:SecurityProfiles>")
        }
        for version in [AddressingVersion.submission2004, .recommendation2005] {
            writer.raw("<wsmid:AddressingVersionURI>")
            writer.raw(version.namespace)
            writer.raw("</wsmid:AddressingVersionURI>")
        }
        writer.raw("</wsmid:IdentifyResponse></a:Body></a:Envelope>")
    }
}
