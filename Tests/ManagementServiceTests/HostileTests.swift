// SPDX-License-Identifier: Apache-2.0

import ManualLoop
import Testing
import XML

struct HostileTests {
    let service = TestService()
    static let requests = [
        RequestText.get("CIM_Fan", ("DeviceID", "hwmon/fan1")).with {
            $0.headers =
                "<wsman:OptionSet s:mustUnderstand=\"1\"><wsman:Option Name=\"a\">b</wsman:Option></wsman:OptionSet>"
                + "<wsman:OperationTimeout>PT60S</wsman:OperationTimeout><!-- c --><wsman:MaxEnvelopeSize>51200</wsman:MaxEnvelopeSize>"
        },
        .enumerate("CIM_Fan", first: 3, "<wsman:EnumerationMode>EnumerateObjectAndEPR</wsman:EnumerationMode>"),
        .put("CIM_Fan", "hwmon/fan1", "<p:UpperLimit xsi:nil=\"true\"/><p:LowerLimit>-7</p:LowerLimit>"),
        .invoke(
            "CIM_Fan", "RequestStateChange", "hwmon/fan1",
            "<p:TimeoutPeriod><cim:Interval>PT1M</cim:Interval></p:TimeoutPeriod>"),
    ]

    /// Sends bytes: whatever they are, there is one answer, well-formed, with a status that fits what it says.
    @discardableResult
    func expectAnswer(_ bytes: [UInt8], sourceLocation: SourceLocation = #_sourceLocation) throws -> Reply {
        let pending = service.begin(bytes: bytes)
        service.loop.drain()
        let reply = try pending.reply(sourceLocation: sourceLocation)
        let statuses = reply.isFault ? [400, 500] : [200]
        #expect(statuses.contains(reply.status), sourceLocation: sourceLocation)
        #expect(reply.root?.namespace == Published.soap, sourceLocation: sourceLocation)
        return reply
    }

    func expectRefusal(_ text: String, naming words: [String] = [], sourceLocation: SourceLocation = #_sourceLocation)
        throws
    {
        let reply = try expectAnswer(Array(text.utf8), sourceLocation: sourceLocation)
        try expectFault(
            reply, "Sender", "wsman:SchemaValidationError", naming: words, sourceLocation: sourceLocation)
    }

    @Test func `a document type declaration is refused, whatever it declares`() throws {
        let envelope = Self.requests[0].text
        for dtd in [
            "<!DOCTYPE s:Envelope>", "<!DOCTYPE x [<!ENTITY a \"b\">]>", "<!DOCTYPE x SYSTEM \"file:///etc/passwd\">",
            "<!DOCTYPE x [<!ENTITY % p SYSTEM \"http://127.0.0.1/\"> %p;]>",
        ] {
            try expectRefusal(dtd + envelope, naming: ["document type"])
        }
    }

    @Test func `entities that multiply are refused at once`() throws {
        var bomb = "<!DOCTYPE x [<!ENTITY a0 \"aaaaaaaaaa\">"
        for level in 1..<20 {
            bomb += "<!ENTITY a\(level) \"\(String(repeating: "&a\(level - 1);", count: 10))\">"
        }
        try expectRefusal(bomb + "]><x>&a19;</x>", naming: ["document type"])
        try expectRefusal("<x>&undeclared;</x>")
    }

    @Test func `elements nested a hundred thousand deep are refused`() throws {
        let deep = String(repeating: "<a>", count: 100_000)
        try expectRefusal(deep)
        try expectRefusal(String(repeating: "<a>", count: 50_000) + String(repeating: "</a>", count: 50_000))
        let envelope = RequestText.get("CIM_Fan").with {
            $0.body = String(repeating: "<a>", count: 70) + String(repeating: "</a>", count: 70)
        }
        try expectRefusal(envelope.text, naming: ["deep"])
    }

    @Test func `ten megabytes are refused with the limit that they break`() throws {
        let large = RequestText.get("CIM_Fan").with { $0.body = "<a>\(String(repeating: "x", count: 10_000_000))</a>" }
        try expectFault(
            expectAnswer(Array(large.text.utf8)), "Sender", "wsman:EncodingLimit", "ServiceEnvelopeLimit")
    }

    @Test func `too many elements and too many attributes are refused`() throws {
        try expectRefusal(
            RequestText.get("CIM_Fan").with { $0.headers = String(repeating: "<a/>", count: 30_000) }.text)
        let attributes = (0..<100).map { " a\($0)=\"\"" }.joined()
        try expectRefusal(RequestText.get("CIM_Fan").with { $0.headers = "<a\(attributes)/>" }.text)
    }

    @Test(arguments: requests.indices)
    func `a request cut off at any byte is refused`(index: Int) throws {
        let bytes = Array(Self.requests[index].text.utf8)
        #expect(try expectAnswer(bytes).status == 200)
        for length in 0..<bytes.count {
            #expect(try expectAnswer(Array(bytes[..<length])).status == 400)
        }
    }

    @Test(arguments: requests.indices, [1, 2, 3])
    func `a request with random bytes changed is answered or refused`(index: Int, seed: UInt64) throws {
        var random = SplitMix(state: seed << 8 | UInt64(index))
        let good = Array(Self.requests[index].text.utf8)
        for _ in 0..<700 {
            var bytes = good
            for _ in 0...random.below(4) {
                let position = random.below(bytes.count)
                switch random.below(4) {
                case 0: bytes[position] = UInt8(random.below(256))
                case 1: bytes[position] ^= 1 << UInt8(random.below(8))
                case 2: bytes.remove(at: position)
                default:
                    bytes.insert(contentsOf: good[random.below(good.count)...].prefix(random.below(30)), at: position)
                }
            }
            try expectAnswer(bytes)
        }
        #expect(try expectAnswer(good).status == 200)
    }

    @Test func `a request that repeats any of its elements is answered or refused`() throws {
        for request in Self.requests {
            let text = request.text
            for element in text.matches(of: /<([A-Za-z]+:[A-Za-z_]+)[^>]*?(?:\/>|>.*?<\/\1>)/) {
                let twice = text.replacingCharacters(
                    at: element.range, with: String(text[element.range]) + String(text[element.range]))
                try expectAnswer(Array(twice.utf8))
                let gone = text.replacingCharacters(at: element.range, with: "")
                try expectAnswer(Array(gone.utf8))
            }
        }
    }
}

extension String {
    fileprivate func replacingCharacters(at range: Range<String.Index>, with text: String) -> String {
        String(self[..<range.lowerBound]) + text + String(self[range.upperBound...])
    }
}

/// A small generator with a fixed seed: what fails once fails again.
private struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }

    mutating func below(_ bound: Int) -> Int { Int(next() % UInt64(max(bound, 1))) }
}
