// SPDX-License-Identifier: Apache-2.0

/// A request, written as a plain client writes it; each test changes what it is about.
struct RequestText {
    var action: String
    var resource: String?
    var selectors: [(name: String, value: String)] = []
    var body = ""
    /// Further headers, as markup.
    var headers = ""
    var to: String? = "<wsa:To>http://host:5985/wsman</wsa:To>"
    var messageID: String? = "urn:uuid:0f3a7f26-53c1-4b0e-9a7e-0a1b2c3d4e5f"
    var replyTo: String? = "<wsa:ReplyTo><wsa:Address>\(Published.anonymous)</wsa:Address></wsa:ReplyTo>"
    var addressing = Published.wsa

    static let get = Published.wxf + "/Get"
    static let put = Published.wxf + "/Put"
    static let enumerate = Published.wsen + "/Enumerate"
    static let pull = Published.wsen + "/Pull"
    static let release = Published.wsen + "/Release"

    init(_ action: String, _ resource: String?, _ selectors: [(name: String, value: String)] = [], body: String = "") {
        self.action = action
        self.resource = resource.map { $0.contains(":") ? $0 : Published.classes + $0 }
        self.selectors = selectors
        self.body = body
    }

    static func get(_ resource: String, _ selectors: (name: String, value: String)...) -> RequestText {
        RequestText(get, resource, selectors)
    }

    static func put(_ resource: String, _ id: String, _ properties: String) -> RequestText {
        RequestText(
            put, resource, [("DeviceID", id)],
            body: "<p:\(resource) xmlns:p=\"\(Published.classes)\(resource)\">\(properties)</p:\(resource)>")
    }

    static func invoke(_ resource: String, _ method: String, _ id: String, _ inputs: String) -> RequestText {
        RequestText(
            "\(Published.classes)\(resource)/\(method)", resource, [("DeviceID", id)],
            body: "<p:\(method)_INPUT xmlns:p=\"\(Published.classes)\(resource)\">\(inputs)</p:\(method)_INPUT>")
    }

    static func enumerate(_ resource: String, _ content: String = "") -> RequestText {
        RequestText(enumerate, resource, body: "<wsen:Enumerate>\(content)</wsen:Enumerate>")
    }

    /// An optimised Enumerate.
    static func enumerate(_ resource: String, first count: Int, _ content: String = "") -> RequestText {
        enumerate(
            resource, "\(content)<wsman:OptimizeEnumeration/><wsman:MaxElements>\(count)</wsman:MaxElements>")
    }

    static func pull(_ resource: String, _ context: String?, _ count: Int? = nil, _ content: String = "") -> RequestText
    {
        let most = count.map { "<wsen:MaxElements>\($0)</wsen:MaxElements>" } ?? ""
        return RequestText(
            pull, resource,
            body:
                "<wsen:Pull><wsen:EnumerationContext>\(context ?? "")</wsen:EnumerationContext>\(most)\(content)</wsen:Pull>"
        )
    }

    static func release(_ resource: String, _ context: String?) -> RequestText {
        RequestText(
            release, resource,
            body: "<wsen:Release><wsen:EnumerationContext>\(context ?? "")</wsen:EnumerationContext></wsen:Release>")
    }

    /// The request with something changed.
    func with(_ change: (inout RequestText) -> Void) -> RequestText {
        var copy = self
        change(&copy)
        return copy
    }

    var text: String {
        var text =
            "<s:Envelope xmlns:s=\"\(Published.soap)\" xmlns:wsa=\"\(addressing)\" xmlns:wsman=\"\(Published.wsman)\""
        text += " xmlns:wse=\"\(Published.wse)\""
        text +=
            " xmlns:wsen=\"\(Published.wsen)\" xmlns:xsi=\"\(Published.xsi)\" xmlns:cim=\"\(Published.cim)\"><s:Header>"
        text += to ?? ""
        text += action.isEmpty ? "" : "<wsa:Action>\(action)</wsa:Action>"
        text += messageID.map { "<wsa:MessageID>\($0)</wsa:MessageID>" } ?? ""
        text += replyTo ?? ""
        text += resource.map { "<wsman:ResourceURI>\($0)</wsman:ResourceURI>" } ?? ""
        if !selectors.isEmpty {
            text += "<wsman:SelectorSet>"
            for (name, value) in selectors { text += "<wsman:Selector Name=\"\(name)\">\(value)</wsman:Selector>" }
            text += "</wsman:SelectorSet>"
        }
        return text + headers + "</s:Header><s:Body>\(body)</s:Body></s:Envelope>"
    }
}
