// SPDX-License-Identifier: Apache-2.0

import Configuration
import HTTPTransport
import Testing

@testable import baseboardd

struct SinkPolicyTests {
    @Test(arguments: [
        ("http://192.0.2.7:9/", "192.0.2.7", true), ("http://192.0.2.8:9/", "192.0.2.7", false),
        ("http://[2001:DB8:0::1]/", "2001:db8::1", true), ("http://[::ffff:192.0.2.7]/", "192.0.2.7", true),
        ("http://localhost:9/", "127.0.0.1", true), ("http://127.0.0.1:9/", "::1", true),
        ("http://127.0.0.1:9/", "192.0.2.7", false), ("http://localhost/", "192.0.2.7", false),
        ("https://sink.example:8443/", "192.0.2.7", true), ("https://sink.example:8444/", "192.0.2.7", false),
        ("http://192.0.2.7.example/", "192.0.2.7", false),
    ])
    func `a sink is the address that asks, within the machine if that is, or listed`(
        url: String, peer: String, isAdmitted: Bool
    ) throws {
        let policy = SinkPolicy(allowed: [try #require(SinkPattern("sink.example:8443"))])
        #expect(policy.admits(try HTTPURL(url), wishedFrom: peer) == isAdmitted)
    }
}
