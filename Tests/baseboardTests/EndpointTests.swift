// SPDX-License-Identifier: Apache-2.0

import HTTPTransport
import Testing

@testable import baseboard

struct EndpointTests {
    @Test(arguments: [
        ("bmc7", "https://bmc7:5986/wsman"), ("bmc7:80", "http://bmc7:80/wsman"),
        ("bmc7:5985", "http://bmc7:5985/wsman"), ("bmc7:8443", "https://bmc7:8443/wsman"),
        ("192.0.2.1", "https://192.0.2.1:5986/wsman"), ("::1", "http://[::1]:5985/wsman"),
        ("localhost:15985", "http://localhost:15985/wsman"), ("127.0.0.1:5986", "https://127.0.0.1:5986/wsman"),
        ("[2001:db8::1]:8080", "https://[2001:db8::1]:8080/wsman"), ("https://h", "https://h:5986/wsman"),
        ("http://h/", "http://h:5985/wsman"), ("127.example.com", "https://127.example.com:5986/wsman"),
        ("LOCALHOST", "http://LOCALHOST:5985/wsman"), ("0:0:0:0:0:0:0:1", "http://[0:0:0:0:0:0:0:1]:5985/wsman"),
        ("HTTP://h:1/other", "http://h:1/other"),
    ])
    func `hosts and URLs are completed`(text: String, url: String) throws {
        let endpoint = try Endpoint(text)
        #expect(endpoint.description == url)
        #expect(try endpoint.url.description == url.replacing(":80/", with: "/"))
    }

    @Test(arguments: ["", "http://", "a b", "ftp://h", "h:0", "h:99999", "http://u:p@h/", "http://h/?x"])
    func `what cannot be meant is wrong usage`(text: String) {
        do {
            let endpoint = try Endpoint(text)
            Issue.record("\(text) became \(endpoint)")
        } catch {
            #expect(error.status == .usage)
        }
    }
}
