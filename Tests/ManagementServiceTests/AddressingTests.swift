// SPDX-License-Identifier: Apache-2.0

import ManagementService
import Testing
import WSMan
import XML

struct AddressingTests {
    let service = TestService()
    let get = RequestText.get("CIM_ComputerSystem")

    func send(headers: String) throws -> Reply {
        try service.send(get.with { $0.headers = headers })
    }

    @Test(arguments: ["To", "Action", "MessageID", "ReplyTo"])
    func `a request without a required header is refused, and the header named`(name: String) throws {
        let reply = try service.send(
            get.with {
                switch name {
                case "To": $0.to = nil
                case "Action": $0.action = ""
                case "MessageID": $0.messageID = nil
                default: $0.replyTo = nil
                }
            })
        try expectFault(reply, "Sender", "wsa:MessageInformationHeaderRequired", naming: ["wsa:\(name)"])
        let header = try #require(reply.fault?.extras.first)
        #expect(header.qualifiedName(header.text) == XMLName(Published.wsa, name))
        #expect((reply.relatesTo == nil) == (name == "MessageID"))
    }

    @Test func `in WS-Addressing 1_0 a request without ReplyTo is answered anonymously`() throws {
        let reply = try service.send(
            get.with {
                $0.addressing = Published.wsa10
                $0.replyTo = nil
            })
        #expect(reply.status == 200)
        #expect(reply.header(Published.wsa10, "To") == Published.anonymous10)
    }

    @Test(arguments: ["To", "Action", "MessageID", "ReplyTo", "ResourceURI", "SelectorSet", "OperationTimeout"])
    func `a header twice is refused`(name: String) throws {
        let prefix = ["ResourceURI", "SelectorSet", "OperationTimeout"].contains(name) ? "wsman" : "wsa"
        let content = name == "ReplyTo" ? "<wsa:Address>\(Published.anonymous)</wsa:Address>" : "PT5S"
        let once = "<\(prefix):\(name)>\(content)</\(prefix):\(name)>"
        let reply = try send(headers: once + once)
        try expectFault(reply, "Sender", "wsa:InvalidMessageInformationHeader", naming: [name, "twice"])
    }

    @Test func `From and RelatesTo never make a fault, not even twice`() throws {
        let once =
            "<wsa:From s:mustUnderstand=\"1\">x</wsa:From><wsa:RelatesTo s:mustUnderstand=\"1\">y</wsa:RelatesTo>"
        #expect(try send(headers: once + once).status == 200)
    }

    @Test func `an empty MessageID, and one longer than a URI may be, are refused`() throws {
        let service = TestService { $0.message.uriLength = 100 }
        for id in ["", "  ", String(repeating: "x", count: 101)] {
            let reply = try service.send(get.with { $0.messageID = id })
            try expectFault(reply, "Sender", "wsa:InvalidMessageInformationHeader", naming: ["MessageID"])
            #expect(reply.relatesTo == nil)
        }
        #expect(try service.send(get.with { $0.messageID = String(repeating: "x", count: 100) }).status == 200)
    }

    @Test func `a URI that is too long is refused`() throws {
        let long = "urn:" + String(repeating: "x", count: 2045)
        let reply = try service.send(get.with { $0.resource = long })
        try expectFault(reply, "Sender", "wsman:EncodingLimit", "URILimitExceeded", naming: ["ResourceURI", "2048"])
        try expectFault(
            service.send(get.with { $0.resource = String(long.dropLast()) }), "Sender", "wsa:DestinationUnreachable",
            "InvalidResourceURI")
    }

    @Test(arguments: ["ReplyTo", "FaultTo"])
    func `answers go over the same connection only`(name: String) throws {
        let elsewhere = "<wsa:\(name)><wsa:Address>http://sink/</wsa:Address></wsa:\(name)>"
        let reply = try service.send(
            get.with { if name == "ReplyTo" { $0.replyTo = elsewhere } else { $0.headers = elsewhere } })
        try expectFault(
            reply, "Sender", "wsman:UnsupportedFeature", "AddressingMode", naming: [name, "http://sink/"])
        #expect(reply.header(Published.wsa, "To") == Published.anonymous)
    }

    @Test func `a ReplyTo without an Address is refused`() throws {
        let reply = try service.send(get.with { $0.replyTo = "<wsa:ReplyTo/>" })
        try expectFault(reply, "Sender", "wsa:InvalidMessageInformationHeader", naming: ["Address"])
    }

    @Test(arguments: ["ReferenceParameters", "ReferenceProperties"])
    func `reference parameters of ReplyTo become headers of the answer and of faults`(container: String) throws {
        let request = get.with {
            $0.replyTo = """
                <wsa:ReplyTo xmlns:m="http://x.com" xmlns:n="urn:n"><wsa:Address>\(Published.anonymous)</wsa:Address>\
                <wsa:\(container)><m:arg n:kind="n:a">42 &amp; <m:more/></m:arg><m:second/></wsa:\(container)></wsa:ReplyTo>
                """
        }
        for reply in [
            try service.send(request), try service.send(request.with { $0.resource = "urn:none" }),
        ] {
            let argument = try #require(reply.headers.first { $0.has(name: XMLName("http://x.com", "arg")) })
            #expect(argument.text == "42 & ")
            #expect(argument.first(XMLName("http://x.com", "more")) != nil)
            let kind = try #require(argument.attribute("kind", namespace: "urn:n"))
            #expect(argument.qualifiedName(kind) == XMLName("urn:n", "a"))
            #expect(reply.headers.contains { $0.has(name: XMLName("http://x.com", "second")) })
        }
    }

    @Test(arguments: [
        "<m:a xmlns:m=\"urn:m\"/>", "<m:a xmlns:m=\"urn:m\" xmlns:r=\"urn:r\" r:x=\"1\">r:y</m:a>",
        "<r:a xmlns:r=\"urn:m\" xmlns:rr=\"urn:rr\"><rr:b/></r:a>",
        "<m:a xmlns:m=\"urn:m\" wsa:IsReferenceParameter=\"false\"/>", "<a xmlns=\"urn:m\"/>",
    ])
    func `in WS-Addressing 1_0 reference parameters say that they are such`(parameter: String) throws {
        let request = get.with {
            $0.addressing = Published.wsa10
            $0.replyTo =
                "<wsa:ReplyTo><wsa:Address>\(Published.anonymous10)</wsa:Address><wsa:ReferenceParameters>"
                + "\(parameter)</wsa:ReferenceParameters></wsa:ReplyTo>"
        }
        for reply in [try service.send(request), try service.send(request.with { $0.resource = "urn:none" })] {
            let header = try #require(reply.headers.first { $0.has(name: XMLName("urn:m", "a")) }, "\(reply.text)")
            let said = header.attribute("IsReferenceParameter", namespace: Published.wsa10)
            #expect(said == (parameter.contains("false") ? "false" : "true"))
        }
        let old = try service.send(
            get.with {
                $0.replyTo =
                    "<wsa:ReplyTo><wsa:Address>\(Published.anonymous)</wsa:Address><wsa:ReferenceParameters>"
                    + "<m:a xmlns:m=\"urn:m\"/></wsa:ReferenceParameters></wsa:ReplyTo>"
            })
        #expect(!old.text.contains("IsReferenceParameter"))
    }

    @Test func `reference parameters of FaultTo go into faults instead of those of ReplyTo`() throws {
        func endpoint(_ header: String) -> String {
            "<wsa:\(header)><wsa:Address>\(Published.anonymous)</wsa:Address><wsa:ReferenceParameters>"
                + "<m:\(header) xmlns:m=\"urn:m\"/></wsa:ReferenceParameters></wsa:\(header)>"
        }
        let request = get.with {
            $0.replyTo = endpoint("ReplyTo")
            $0.headers = endpoint("FaultTo")
        }
        let answer = try service.send(request)
        #expect(answer.header("urn:m", "ReplyTo") == "" && answer.header("urn:m", "FaultTo") == nil)
        let fault = try service.send(request.with { $0.resource = "urn:none" })
        #expect(fault.isFault)
        #expect(fault.header("urn:m", "FaultTo") == "" && fault.header("urn:m", "ReplyTo") == nil)
    }

    @Test func `reference parameters that make a fault too large are dropped from it`() throws {
        let reply = try service.send(
            get.with {
                $0.replyTo = """
                    <wsa:ReplyTo><wsa:Address>\(Published.anonymous)</wsa:Address><wsa:ReferenceParameters>\
                    <m:arg xmlns:m="urn:m">\(String(repeating: "x", count: 5000))</m:arg></wsa:ReferenceParameters></wsa:ReplyTo>
                    """
                $0.resource = "urn:none"
            })
        try expectFault(reply, "Sender", "wsa:DestinationUnreachable", "InvalidResourceURI")
        #expect(reply.header("urn:m", "arg") == nil)
    }

    @Test func `a small request cannot make a huge answer by repeating what it declares once`() throws {
        let namespace = "urn:" + String(repeating: "n", count: 1900)
        let many = String(repeating: "<m:x/>", count: 10_000)
        let echo = get.with {
            $0.replyTo = """
                <wsa:ReplyTo xmlns:m="\(namespace)"><wsa:Address>\(Published.anonymous)</wsa:Address>\
                <wsa:ReferenceParameters>\(many)</wsa:ReferenceParameters></wsa:ReplyTo>
                """
        }
        try expectFault(service.send(echo), "Sender", "wsman:EncodingLimit", naming: ["ReferenceParameters"])
        let unknown = String(repeating: "<m:x s:mustUnderstand=\"1\"/>", count: 10_000)
        let reply = try service.send(
            get.with {
                $0.to = "<wsa:To xmlns:m=\"\(namespace)\">x</wsa:To>"
                $0.headers = unknown.replacing("<m:x", with: "<m:x xmlns:m=\"urn:short\"")
            })
        #expect(reply.fault?.code == XMLName(Published.soap, "MustUnderstand"))
        #expect(reply.bytes.count <= 4096)
    }

    @Test func `a message in WS-Addressing 1_0 is answered in WS-Addressing 1_0`() throws {
        var request = get
        request.addressing = Published.wsa10
        request.replyTo = "<wsa:ReplyTo><wsa:Address>\(Published.anonymous10)</wsa:Address></wsa:ReplyTo>"
        let reply = try service.send(request)
        #expect(reply.status == 200)
        #expect(reply.header(Published.wsa10, "To") == Published.anonymous10)
        #expect(reply.header(Published.wsa10, "RelatesTo") == request.messageID)
        #expect(!reply.text.contains(Published.wsa))

        let items = try service.send(
            RequestText.enumerate(
                "CIM_Fan", first: 1, "<wsman:EnumerationMode>EnumerateEPR</wsman:EnumerationMode>"
            ).with {
                $0.addressing = request.addressing
                $0.replyTo = request.replyTo
            }
        ).items
        #expect(items.first?.name == XMLName(Published.wsa10, "EndpointReference"))
        #expect(items.first?.first(XMLName(Published.wsa10, "Address"))?.text == Published.anonymous10)
    }

    @Test func `faults to WS-Addressing 1_0 bear its names`() throws {
        let request = get.with {
            $0.addressing = Published.wsa10
            $0.replyTo = "<wsa:ReplyTo><wsa:Address>\(Published.anonymous10)</wsa:Address></wsa:ReplyTo>"
        }
        let missing = try service.send(request.with { $0.messageID = nil })
        try expectFault(missing, "Sender", "wsa10:MessageAddressingHeaderRequired")
        try expectFault(
            service.send(request.with { $0.headers = "<wsa:To>x</wsa:To>" }), "Sender", "wsa10:InvalidAddressingHeader")
        try expectFault(
            service.send(request.with { $0.resource = "urn:x" }), "Sender", "wsa10:DestinationUnreachable",
            "InvalidResourceURI")
        let unknown = try service.send(request.with { $0.headers = "<u:x xmlns:u=\"urn:u\" s:mustUnderstand=\"1\"/>" })
        #expect(unknown.action == "http://www.w3.org/2005/08/addressing/soap/fault")
        let action = try service.send(request.with { $0.action = "urn:nothing" })
        try expectFault(action, "Sender", "wsa10:ActionNotSupported")
        let problem = action.fault?.extras.first { $0.has(name: XMLName(Published.wsa10, "ProblemAction")) }
        #expect(problem?.first(XMLName(Published.wsa10, "Action"))?.text == "urn:nothing")
    }

    @Test func `a message that mixes both versions of WS-Addressing is refused`() throws {
        try expectFault(
            send(headers: "<x:FaultTo xmlns:x=\"\(Published.wsa10)\"/>"), "Sender",
            "wsa:InvalidMessageInformationHeader", naming: ["2004/08", "1.0"])
    }

    @Test(arguments: [nil, "", RequestText.get, "\"\(RequestText.get)\""])
    func `a SOAPAction that agrees or is absent is fine`(soapAction: String?) throws {
        let pending = service.begin(bytes: Array(get.text.utf8)) { $0.soapAction = soapAction }
        #expect(try pending.reply().status == 200)
    }

    @Test func `a SOAPAction that disagrees is refused`() throws {
        let pending = service.begin(bytes: Array(get.text.utf8)) { $0.soapAction = RequestText.put }
        try expectFault(
            pending.reply(), "Sender", "wsa:InvalidMessageInformationHeader", naming: [RequestText.put])
    }
}
