// SPDX-License-Identifier: Apache-2.0

/// The name of a resource type on the wire (R5.4.2.1-1).
public struct ResourceURI: Sendable, Hashable, CustomStringConvertible {
    /// The URI as it is written.
    public let text: String

    /// A URI as it stands in a message; any text will do (R5.4.2.1-1).
    public init(_ text: String) {
        self.text = text
    }

    /// The URI as it is written.
    public var description: String { text }

    /// Where DMTF's classes live; 2 is CIM's major version (`spec/cim-binding.md` section 1).
    public static let standardBase = "http://schemas.dmtf.org/wbem/wscim/1/cim-schema/2/"

    /// Where our own flat views live.
    public static let viewBase = "http://schemas.baseboard-project.org/wbem/wscim/1/cim-schema/2/"

    /// The URI of a class, whose prefix up to the underscore picks the host.
    public init(ofClass name: String) {
        text = (name.hasPrefix("BB_") ? Self.viewBase : Self.standardBase) + name
    }

    /// The class that the URI names, whatever the host: the last component after `/cim-schema/2/`.
    ///
    /// Real consoles send other hosts than DMTF's (`spec/cim-binding.md` section 1), so the host does not count.
    public var className: Substring? {
        let marker = "/cim-schema/2/"
        let bytes = text.utf8
        guard let slash = bytes.lastIndex(of: UInt8(ascii: "/")) else { return nil }
        let name = bytes.index(after: slash)
        guard name < bytes.endIndex, text[..<name].hasSuffix(marker) else { return nil }
        return text[name...]
    }
}
