// SPDX-License-Identifier: Apache-2.0

import Configuration
import Testing

struct SinkPatternTests {
    @Test(arguments: [
        ("*", "anything.example", 1, true), ("*:443", "anything.example", 443, true), ("*:443", "a.example", 80, false),
        ("Sink.Example.com:8443", "sink.example.COM", 8443, true), ("sink.example.com", "sink.example.com", 9, true),
        ("sink.example.com", "xsink.example.com", 9, false), ("*.example.com", "a.b.example.com", 9, true),
        ("*.example.com", "example.com", 9, false), ("*.example.com", "badexample.com", 9, false),
        ("192.0.2.7", "192.0.2.7", 9, true), ("192.0.2.7", "192.0.2.8", 9, false),
        ("192.0.2.0/24:8443", "192.0.2.255", 8443, true), ("192.0.2.0/24:8443", "192.0.2.255", 8444, false),
        ("192.0.2.0/24", "192.0.3.0", 9, false), ("192.0.2.128/25", "192.0.2.127", 9, false),
        ("0.0.0.0/0", "203.0.113.9", 9, true), ("0.0.0.0/0", "2001:db8::1", 9, false),
        ("[2001:db8::]/32", "2001:0DB8:1::2", 9, true), ("[2001:db8::]/32:9", "2001:db8::1", 10, false),
        ("[2001:db8::1]:9", "2001:db8:0:0::1", 9, true), ("[::]/0", "2001:db8::1", 1, true),
        ("192.0.2.0/24", "192.0.2.example", 9, false),
    ])
    func `a pattern means what it says`(pattern: String, host: String, port: Int, isMeant: Bool) throws {
        let pattern = try #require(SinkPattern(pattern))
        #expect(pattern.matches(host: host, port: port) == isMeant)
    }

    @Test(arguments: [
        "", ":", ":8443", "a:", "a:0", "a:65536", "a:x", "a b", "192.0.2", "192.0.2.256", "192.0.2.0/33", "192.0.2.0/",
        "192.0.2.0/x", "192.0.2.0/24/8", "2001:db8::1", "[2001:db8::]/129", "[2001:db8::", "[192.0.2.0]", "[sink]",
        "*example.com", "a.*", "*.", "sink/24", "http://sink/",
    ])
    func `what is no pattern is none`(text: String) {
        #expect(SinkPattern(text) == nil)
    }

    @Test func `a pattern is written as it was read`() throws {
        #expect(try #require(SinkPattern("Sink.example:8443")).description == "Sink.example:8443")
    }
}
