// SPDX-License-Identifier: Apache-2.0

import HTTPTransport
import Testing

struct HTTPURLTests {
    @Test(arguments: [
        ("http://host", "http://host/"), ("HTTP://host:80/wsman", "http://host/wsman"),
        ("http://[::1]:5985/wsman?a=b#c", "http://[::1]:5985/wsman?a=b"),
        ("http://1.2.3.4:5985?x", "http://1.2.3.4:5985/?x"),
    ])
    func `a URL is taken apart and put together`(_ text: String, _ expected: String) throws {
        #expect(try HTTPURL(text).description == expected)
    }

    @Test(arguments: [
        "", "host", "http://", "http://:80/", "http://host:0/", "http://host:65536/", "http://host:x/", "http://a@b/",
        "http://[::1/", "http://[::1]x/", "http://host/a b", "http://ho st/", "http://host/\r\nX: y",
    ])
    func `what is not one is refused`(_ text: String) {
        #expect(throws: HTTPClientError.invalidURL(text)) { try HTTPURL(text) }
    }

    @Test func `another scheme is named`() {
        #expect(throws: HTTPClientError.unsupportedScheme("ftp")) { try HTTPURL("ftp://host/") }
    }

    @Test func `https has a port of its own`() throws {
        #expect(try HTTPURL("https://host/x").description == "https://host/x")
        #expect(try HTTPURL("https://host/x").port == 443)
        #expect(try HTTPURL("HTTPS://[::1]:5986").description == "https://[::1]:5986/")
        #expect(try HTTPURL("http://host:443/").authority == "host:443")
    }
}
