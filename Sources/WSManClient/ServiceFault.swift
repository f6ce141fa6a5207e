// SPDX-License-Identifier: Apache-2.0

/// A refusal as the service worded it.
public struct ServiceFault: Error, Sendable, Hashable {
    /// SOAP's code without its prefix: `Sender`, `Receiver`, `MustUnderstand`, `VersionMismatch`.
    public let code: String
    /// The subcode's local name, such as `DestinationUnreachable`.
    public let subcode: String?
    /// The namespace of the subcode: who owns it.
    public let subcodeNamespace: String?
    /// The URI in `wsman:FaultDetail`.
    public let detail: String?
    /// What a person should know, in the service's words.
    public let reason: String
    /// What else the detail says, such as the header that is missing or a vendor's message.
    public let extras: [String]

    /// A fault.
    public init(
        code: String, subcode: String? = nil, subcodeNamespace: String? = nil, detail: String? = nil, reason: String,
        extras: [String] = []
    ) {
        self.code = code
        self.subcode = subcode
        self.subcodeNamespace = subcodeNamespace
        self.detail = detail
        self.reason = reason
        self.extras = extras
    }

    /// The last component of the detail URI, such as `InvalidResourceURI`.
    public var detailName: Substring? {
        detail.map { $0[($0.lastIndex(of: "/").map($0.index(after:)) ?? $0.startIndex)...] }
    }
}
