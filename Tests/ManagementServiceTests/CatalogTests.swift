// SPDX-License-Identifier: Apache-2.0

import Testing
import XML

struct CatalogTests {
    let service = TestService()
    static let fan = Published.classes + "CIM_Fan"

    static func name(_ local: String) -> XMLName { XMLName(Published.cat, local) }

    func entry(_ uri: String, selector: String = "ResourceURI") throws -> Reply {
        try service.send(.get(Published.catalog, (selector, uri)))
    }

    /// The operations of an entry: the last part of the first action.
    func operations(_ uri: String, by principal: String) throws -> [String] {
        let who = principal == "reader" ? TestService.reader : principal == "admin" ? TestService.admin : nil
        let reply = try service.send(
            .get(Published.catalog, ("ResourceURI", uri)), by: who ?? TestService.operatorAccount)
        let access = try #require(reply.body?.first(Self.name("Access")))
        return access.children.filter { $0.localName == "Operation" }.compactMap {
            $0.first(Self.name("Action"))?.text.split(separator: "/").last.map(String.init)
        }
    }

    @Test func `the catalog lists every resource once, itself too`() throws {
        let reply = try service.send(.enumerate(Published.catalog, first: 100))
        #expect(reply.isEnd)
        let uris = reply.items.compactMap { $0.first(Self.name("ResourceURI"))?.text }
        let classes = [
            "CIM_Component", "CIM_ComputerSystem", "CIM_CoolingDevice", "CIM_EnabledLogicalElement", "CIM_Failing",
            "CIM_Fan", "CIM_LogicalDevice", "CIM_LogicalElement", "CIM_ManagedElement", "CIM_ManagedSystemElement",
            "CIM_NumericSensor", "CIM_Sensor", "CIM_SystemComponent", "CIM_SystemDevice",
        ]
        #expect(
            uris == [LifecycleTests.probe] + classes.map { Published.classes + $0 } + [
                Published.catalog, "wsman:system/catalog/2005/06/XMLSchema", "wsman:system/catalog/2005/06/WSDL1.1",
            ])
    }

    @Test func `an enumeration of the catalog goes on like any other`() throws {
        let opened = try service.send(.enumerate(Published.catalog))
        #expect(try service.send(.pull(Published.catalog, opened.context, 15)).items.count == 15)
        let last = try service.send(.pull(Published.catalog, opened.context, 15))
        #expect(last.items.count == 3 && last.isEnd)
        let addresses = try service.send(
            .enumerate(
                Published.catalog, first: 100, "<wsman:EnumerationMode>EnumerateEPR</wsman:EnumerationMode>"))
        for item in addresses.items {
            let request = try #require(EnumerateTests.get(from: item))
            #expect(request.selectors.map(\.name) == ["ResourceURI"])
            let got = try service.send(request).body?.first(Self.name("ResourceURI"))?.text
            #expect(got == request.selectors.first?.value)
        }
    }

    @Test(arguments: ["ResourceURI", "ResourceUri", "resourceuri"])
    func `an entry is found by its URI, the selector's name in any letter case`(selector: String) throws {
        let body = try #require(try entry(Self.fan, selector: selector).body)
        #expect(body.name == Self.name("Resource"))
        #expect(body.first(Self.name("ResourceURI"))?.text == Self.fan)
    }

    @Test func `the predecessor's URI is answered too`() throws {
        let reply = try service.send(.get("wsman:system/2005/06/Catalog", ("ResourceURI", Self.fan)))
        #expect(reply.body?.first(Self.name("ResourceURI"))?.text == Self.fan)
        #expect(reply.header(Published.wsman, "ResourceURI") == "wsman:system/2005/06/Catalog")
    }

    @Test func `a missing selector is named`() throws {
        try expectFault(
            service.send(.get(Published.catalog)), "Sender", "wsman:InvalidSelectors", "InsufficientSelectors",
            naming: ["ResourceURI"])
    }

    @Test func `an unknown entry is a wrong selector, for the catalog is there`() throws {
        try expectFault(
            entry("urn:none"), "Sender", "wsman:InvalidSelectors", "InvalidValue", naming: [Published.catalog])
        try expectFault(
            service.send(.get(Published.catalog, ("DeviceID", "x"))), "Sender", "wsman:InvalidSelectors",
            "UnexpectedSelectors", naming: ["DeviceID", "ResourceURI"])
    }

    @Test func `an entry says what it is, in a language, and how to address it`() throws {
        let body = try #require(try entry(Self.fan).body)
        #expect(
            body.children.map(\.localName) == [
                "ResourceURI", "Notes", "Vendor", "DisplayName", "Access", "Relationships",
            ])
        let relationship = try #require(body.first(Self.name("Relationships"))?.children.first { _ in true })
        #expect(relationship.attribute("Ref") == Published.classes + "CIM_CoolingDevice")
        #expect(body.attribute("lang") == "en-US")
        #expect(body.attribute("lang", namespace: "http://www.w3.org/XML/1998/namespace") == "en-US")
        #expect(body.first(Self.name("DisplayName"))?.text == "Fans")
        let access = try #require(body.first(Self.name("Access")))
        #expect(access.children.filter { $0.localName == "Compliance" }.map(\.text) == [Published.wsman])
        let set = try #require(access.first(Self.name("SelectorSet")))
        let name = try #require(set.attribute("Name"))
        #expect(
            set.children.map { $0.attribute("Name") } == [
                "SystemCreationClassName", "SystemName", "CreationClassName", "DeviceID",
            ])
        for selector in set.children {
            #expect(
                selector.attribute("Type").flatMap(selector.qualifiedName)
                    == XMLName("http://www.w3.org/2001/XMLSchema", "string"))
            #expect(!selector.text.isEmpty)
        }
        let get = try #require(access.first(Self.name("Operation")))
        #expect(get.children.map(\.localName) == ["Action", "SelectorSetRef", "SchemaRef"])
        #expect(get.first(Self.name("SelectorSetRef"))?.attribute("Name") == name)
        let reference = try #require(get.first(Self.name("SchemaRef")))
        #expect(reference.qualifiedName(reference.text) == XMLName(Self.fan, "CIM_Fan"))
    }

    @Test func `keys have their types, references that of an address`() throws {
        let failing = try #require(try entry(Published.classes + "CIM_Failing").body?.first(Self.name("Access")))
        let types = failing.first(Self.name("SelectorSet"))?.children.map { $0.attribute("Type") }
        #expect(types == ["xs:string", "xs:unsignedByte"])
        let tie = try #require(try entry(Published.classes + "CIM_SystemDevice").body?.first(Self.name("Access")))
        let selector = try #require(tie.first(Self.name("SelectorSet"))?.first(Self.name("Selector")))
        #expect(
            selector.attribute("Type").flatMap(selector.qualifiedName)
                == XMLName(Published.wsa, "EndpointReferenceType"))
    }

    @Test func `a base class has the selectors of each class that extends it, as alternatives`() throws {
        let access = try #require(
            try entry(Published.classes + "CIM_ManagedElement").body?.first(Self.name("Access")))
        let sets = access.children.filter { $0.localName == "SelectorSet" }
        #expect(
            sets.map { $0.children.map { $0.attribute("Name") } } == [
                ["SystemCreationClassName", "SystemName", "CreationClassName", "DeviceID"]
            ])
        let get = try #require(access.first(Self.name("Operation")))
        #expect(
            get.children.filter { $0.localName == "SelectorSetRef" }.map { $0.attribute("Name") }
                == sets.map { $0.attribute("Name") })
    }

    @Test func `a method says where it is described, and there it is`() throws {
        let access = try #require(try entry(Self.fan).body?.first(Self.name("Access")))
        let call = try #require(
            access.children.first { $0.first(Self.name("Action"))?.text.hasSuffix("RequestStateChange") == true })
        let reply = try service.send(
            .get("wsman:system/catalog/2005/06/WSDL1.1", ("WSDL1.1", try #require(call.attribute("WsdlRef")))))
        let port = reply.body?.children.first { $0.localName == "portType" }
        #expect(port?.attribute("name") == call.attribute("WsdlPort"))
        #expect(port?.children.map { $0.attribute("name") } == ["RequestStateChange", "SetNames", "Erase"])
    }

    @Test func `a caller sees what he may do, no more`() throws {
        #expect(try operations(Self.fan, by: "reader") == ["Get", "Enumerate"])
        #expect(
            try operations(Self.fan, by: "operator") == [
                "Get", "Enumerate", "Put", "RequestStateChange", "SetNames",
            ])
        #expect(try operations(Self.fan, by: "admin").last == "Erase")
        #expect(try operations(Published.classes + "CIM_ComputerSystem", by: "admin") == ["Get", "Enumerate"])
        #expect(try operations(Published.catalog, by: "reader") == ["Get", "Enumerate"])
    }

    @Test func `a base class lists what works through it, and its description has it by its own name`() throws {
        let uri = Published.classes + "CIM_EnabledLogicalElement"
        #expect(try operations(uri, by: "reader") == ["Get", "Enumerate"])
        #expect(
            try operations(uri, by: "operator") == [
                "Get", "Enumerate", "Put", "RequestStateChange", "SetNames", "RestoreDefaultThresholds",
            ])
        #expect(try operations(Published.classes + "CIM_SystemComponent", by: "admin") == ["Get", "Enumerate"])
        let access = try #require(try entry(uri).body?.first(Self.name("Access")))
        let call = try #require(
            access.children.first { $0.first(Self.name("Action"))?.text.hasSuffix("RequestStateChange") == true })
        #expect(call.first(Self.name("Action"))?.text == uri + "/RequestStateChange")
        let description = try service.send(
            .get("wsman:system/catalog/2005/06/WSDL1.1", ("WSDL1.1", try #require(call.attribute("WsdlRef")))))
        #expect(description.body?.attribute("targetNamespace") == uri)
        // What the base class itself declares is the standard's to say.
        let schema = try service.send(.get("wsman:system/catalog/2005/06/XMLSchema", ("XMLSchema", uri)))
        #expect(!schema.text.contains("RequestStateChange"))
    }

    @Test(arguments: ["reader", "operator", "admin"])
    func `what the catalog promises is true, and what it does not is refused`(role: String) throws {
        let principal = [
            "reader": TestService.reader, "operator": TestService.operatorAccount, "admin": TestService.admin,
        ][role]
        let promised = try Set(operations(Self.fan, by: role))
        for method in ["RequestStateChange", "SetNames", "Erase"] {
            let reply = try service.send(.invoke("CIM_Fan", method, "hwmon/fan1", ""), by: principal)
            #expect((reply.status == 200) == promised.contains(method))
        }
        let put = try service.send(.put("CIM_Fan", "hwmon/fan1", "<p:UpperLimit>7</p:UpperLimit>"), by: principal)
        #expect((put.status == 200) == promised.contains("Put"))
    }

    @Test(
        .enabled(if: Schema.isAvailable, "xmllint is not installed (Debian package libxml2-utils)"),
        arguments: ["reader", "admin"])
    func `every entry is valid by the catalog's schema`(role: String) throws {
        let reply = try service.send(
            .enumerate(Published.catalog, first: 100), by: role == "admin" ? TestService.admin : TestService.reader)
        let items = try #require(
            reply.text.split(separator: "<wsman:Items>").last?.split(separator: "</wsman:Items>").first)
        let catalog = "<cat:Catalog xmlns:cat=\"\(Published.cat)\">\(items)</cat:Catalog>"
        #expect(try Schema.validate(catalog, against: "wsmancat.xsd") == "- validates")
    }

    @Test(.enabled(if: Schema.isAvailable, "xmllint is not installed (Debian package libxml2-utils)"))
    func `the schema refuses what is out of order`() throws {
        let wrong = """
            <Catalog xmlns="\(Published.cat)"><Resource><Notes>x</Notes><ResourceURI>urn:x</ResourceURI></Resource></Catalog>
            """
        #expect(try Schema.validate(wrong, against: "wsmancat.xsd").contains("fails to validate"))
    }
}
