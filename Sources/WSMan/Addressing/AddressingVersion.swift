// SPDX-License-Identifier: Apache-2.0

/// Which WS-Addressing a message uses; the answer uses the request's (R5.2-x).
public enum AddressingVersion: Sendable, Hashable {
    /// The submission of August 2004.
    case submission2004
    /// The recommendation of August 2005.
    case recommendation2005

    /// The namespace of the headers.
    public var namespace: String {
        switch self {
        case .submission2004: Namespace.addressing2004
        case .recommendation2005: Namespace.addressing2005
        }
    }

    /// The address that means the connection the message came on.
    public var anonymous: String {
        switch self {
        case .submission2004: "http://schemas.xmlsoap.org/ws/2004/08/addressing/role/anonymous"
        case .recommendation2005: "http://www.w3.org/2005/08/addressing/anonymous"
        }
    }

    /// The action of a fault whose subcode addressing owns.
    public var faultAction: String { "\(namespace)/fault" }
}
