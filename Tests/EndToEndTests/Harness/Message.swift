// SPDX-License-Identifier: Apache-2.0

/// A request as a plain client writes it.
struct Message {
    var action: String
    var resource: String
    var selectors: [String: String] = [:]
    var body = ""
    /// Further headers, as markup.
    var headers = ""
    var messageID = "urn:uuid:1d2a7f26-53c1-4b0e-9a7e-0a1b2c3d4e5f"

    static let transfer = "http://schemas.xmlsoap.org/ws/2004/09/transfer"
    static let enumeration = "http://schemas.xmlsoap.org/ws/2004/09/enumeration"
    static let management = "http://schemas.dmtf.org/wbem/wsman/1/wsman.xsd"
    static let cim = "http://schemas.dmtf.org/wbem/wscim/1/cim-schema/2/"
    static let views = "http://schemas.baseboard-project.org/wbem/wscim/1/cim-schema/2/"
    static let catalog = "wsman:system/catalog/2005/06/Catalog"

    /// The URI of a class by its name; a URI stays one.
    static func uri(_ name: String) -> String {
        if name.contains(":") { return name }
        return (name.hasPrefix("BB_") ? views : cim) + name
    }

    init(_ action: String, _ resource: String, _ selectors: [String: String] = [:], body: String = "") {
        self.action = action
        self.resource = Self.uri(resource)
        self.selectors = selectors
        self.body = body
    }

    static func get(_ resource: String, _ selectors: [String: String]) -> Message {
        Message(transfer + "/Get", resource, selectors)
    }

    /// A Get by what makes a logical device's key unique: its DeviceID.
    static func get(_ resource: String, device: String) -> Message { get(resource, ["DeviceID": device]) }

    static func put(_ resource: String, device: String, _ properties: [(name: String, value: String)]) -> Message {
        let content = properties.map { "<p:\($0.name)>\($0.value)</p:\($0.name)>" }.joined()
        return Message(
            transfer + "/Put", resource, ["DeviceID": device],
            body: "<p:\(resource) xmlns:p=\"\(uri(resource))\">\(content)</p:\(resource)>")
    }

    static func invoke(
        _ resource: String, device: String, _ method: String, _ inputs: [(name: String, value: String)] = []
    ) -> Message {
        invoke(resource, ["DeviceID": device], method, inputs)
    }

    static func invoke(
        _ resource: String, _ selectors: [String: String], _ method: String,
        _ inputs: [(name: String, value: String)] = []
    ) -> Message {
        let content = inputs.map { "<p:\($0.name)>\($0.value)</p:\($0.name)>" }.joined()
        return Message(
            "\(uri(resource))/\(method)", resource, selectors,
            body: "<p:\(method)_INPUT xmlns:p=\"\(uri(resource))\">\(content)</p:\(method)_INPUT>")
    }

    static func enumerate(_ resource: String, _ content: String = "") -> Message {
        Message(enumeration + "/Enumerate", resource, body: "<n:Enumerate>\(content)</n:Enumerate>")
    }

    /// An optimised Enumerate that brings up to `first` items along.
    static func enumerate(_ resource: String, first: Int, _ content: String = "") -> Message {
        enumerate(resource, "\(content)<w:OptimizeEnumeration/><w:MaxElements>\(first)</w:MaxElements>")
    }

    /// An Enumerate of what is tied to an instance.
    static func associated(to resource: String, _ selectors: [String: String]) -> Message {
        let selectors = selectors.map { "<w:Selector Name=\"\($0.key)\">\($0.value)</w:Selector>" }.joined()
        return enumerate(
            "http://schemas.dmtf.org/wbem/wscim/1/*", first: 200,
            """
            <w:Filter Dialect="http://schemas.dmtf.org/wbem/wsman/1/cimbinding/associationFilter">\
            <c:AssociatedInstances xmlns:c="http://schemas.dmtf.org/wbem/wsman/1/cimbinding.xsd"><c:Object>\
            <a:Address>http://schemas.xmlsoap.org/ws/2004/08/addressing/role/anonymous</a:Address>\
            <a:ReferenceParameters><w:ResourceURI>\(uri(resource))</w:ResourceURI>\
            <w:SelectorSet>\(selectors)</w:SelectorSet></a:ReferenceParameters></c:Object></c:AssociatedInstances>\
            </w:Filter>
            """)
    }

    static func pull(_ resource: String, _ context: String?, max: Int? = nil) -> Message {
        let most = max.map { "<n:MaxElements>\($0)</n:MaxElements>" } ?? ""
        return Message(
            enumeration + "/Pull", resource,
            body: "<n:Pull><n:EnumerationContext>\(context ?? "")</n:EnumerationContext>\(most)</n:Pull>")
    }

    static func release(_ resource: String, _ context: String?) -> Message {
        Message(
            enumeration + "/Release", resource,
            body: "<n:Release><n:EnumerationContext>\(context ?? "")</n:EnumerationContext></n:Release>")
    }

    /// The message with another header, as markup.
    func header(_ markup: String) -> Message {
        var copy = self
        copy.headers += markup
        return copy
    }

    var text: String {
        var text = "<s:Envelope xmlns:s=\"http://www.w3.org/2003/05/soap-envelope\""
        text += " xmlns:a=\"http://schemas.xmlsoap.org/ws/2004/08/addressing\" xmlns:w=\"\(Self.management)\""
        text += " xmlns:n=\"\(Self.enumeration)\"><s:Header><a:To>http://localhost:5985/wsman</a:To>"
        text += "<a:Action s:mustUnderstand=\"true\">\(action)</a:Action><a:MessageID>\(messageID)</a:MessageID>"
        text += "<a:ReplyTo><a:Address>http://schemas.xmlsoap.org/ws/2004/08/addressing/role/anonymous</a:Address>"
        text += "</a:ReplyTo><w:ResourceURI s:mustUnderstand=\"true\">\(resource)</w:ResourceURI>"
        if !selectors.isEmpty {
            text += "<w:SelectorSet>"
            for (name, value) in selectors.sorted(by: { $0.key < $1.key }) {
                text += "<w:Selector Name=\"\(name)\">\(value)</w:Selector>"
            }
            text += "</w:SelectorSet>"
        }
        return text + headers + "</s:Header><s:Body>\(body)</s:Body></s:Envelope>"
    }

    /// The request of Identify.
    static let identify =
        "<s:Envelope xmlns:s=\"http://www.w3.org/2003/05/soap-envelope\"><s:Header/><s:Body>"
        + "<i:Identify xmlns:i=\"http://schemas.dmtf.org/wbem/wsman/identity/1/wsmanidentity.xsd\"/>"
        + "</s:Body></s:Envelope>"
}
