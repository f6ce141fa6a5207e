// SPDX-License-Identifier: Apache-2.0

/// The XML namespaces of the protocol (`spec/namespaces.md` section 1); tests compare them with the published list.
public enum Namespace {
    /// SOAP 1.2.
    public static let soap = "http://www.w3.org/2003/05/soap-envelope"
    /// SOAP 1.1, which is answered with VersionMismatch.
    public static let soap11 = "http://schemas.xmlsoap.org/soap/envelope/"
    /// WS-Addressing, the submission of August 2004: what WS-Management 1.x uses unless told otherwise.
    public static let addressing2004 = "http://schemas.xmlsoap.org/ws/2004/08/addressing"
    /// WS-Addressing 1.0.
    public static let addressing2005 = "http://www.w3.org/2005/08/addressing"
    /// WS-Eventing.
    public static let eventing = "http://schemas.xmlsoap.org/ws/2004/08/eventing"
    /// WS-Enumeration.
    public static let enumeration = "http://schemas.xmlsoap.org/ws/2004/09/enumeration"
    /// WS-Transfer.
    public static let transfer = "http://schemas.xmlsoap.org/ws/2004/09/transfer"
    /// WS-Management itself.
    public static let management = "http://schemas.dmtf.org/wbem/wsman/1/wsman.xsd"
    /// Identify.
    public static let identity = "http://schemas.dmtf.org/wbem/wsman/identity/1/wsmanidentity.xsd"
    /// The CIM binding.
    public static let binding = "http://schemas.dmtf.org/wbem/wsman/1/cimbinding.xsd"
    /// The common types of the CIM mapping.
    public static let cimCommon = "http://schemas.dmtf.org/wbem/wscim/1/common"
    /// The catalog of June 2005.
    public static let catalog = "http://schemas.xmlsoap.org/ws/2005/06/wsmancat"
    /// XML Schema.
    public static let schema = "http://www.w3.org/2001/XMLSchema"
    /// XML Schema's attributes for instances.
    public static let schemaInstance = "http://www.w3.org/2001/XMLSchema-instance"
    /// WS-Trust, for the credentials of subscriptions.
    public static let trust = "http://schemas.xmlsoap.org/ws/2005/02/trust"
    /// WS-Policy, for what those credentials are meant for.
    public static let policy = "http://schemas.xmlsoap.org/ws/2004/09/policy"
    /// WS-Security's tokens.
    public static let security = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd"
    /// Places in this service's log of events.
    public static let event = "http://schemas.baseboard-project.org/event"
    /// `xml:lang` and its like.
    public static let xml = "http://www.w3.org/XML/1998/namespace"
}
