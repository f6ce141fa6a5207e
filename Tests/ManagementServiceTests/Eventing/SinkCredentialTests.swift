// SPDX-License-Identifier: Apache-2.0

import Eventing
import EventingFixtures
import ManagementService
import ManualLoop
import ResourceModel
import Testing
import WSMan
import XML

/// Credentials for sinks (R12.4-1 to R12.4-3): taken where nobody could listen, used, and shown to nobody.
struct SinkCredentialTests {
    private static let secret = "correct horse battery"
    private static let sink = "https://192.0.2.7/sink"
    private static let names = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-"

    private static func header(_ token: String, type: String, for address: String = sink) -> String {
        """
        <t:IssuedTokens s:mustUnderstand="true" xmlns:t="http://schemas.xmlsoap.org/ws/2005/02/trust" \
        xmlns:p="http://schemas.xmlsoap.org/ws/2004/09/policy" xmlns:u="\(names)wssecurity-secext-1.0.xsd">\
        <t:RequestSecurityTokenResponse><t:TokenType>\(type)</t:TokenType>\
        <t:RequestedSecurityToken>\(token)</t:RequestedSecurityToken><p:AppliesTo><wsa:EndpointReference>\
        <wsa:Address>\(address)</wsa:Address></wsa:EndpointReference></p:AppliesTo>\
        </t:RequestSecurityTokenResponse></t:IssuedTokens>
        """
    }

    private static let userType = names + "username-token-profile-1.0#UsernameToken"
    private static let user =
        "<u:UsernameToken><u:Username>agent</u:Username><u:Password>\(secret)</u:Password></u:UsernameToken>"
    private static let thumbprintType = "http://schemas.dmtf.org/wbem/wsman/1/wsman/token/certificateThumbprint"

    let service = TestService(events: true)

    private func send(_ headers: String, isConfidential: Bool, to address: String = sink) throws -> Reply {
        let request = RequestText.subscribe {
            $0.mode = SubscribeText.push
            $0.notifyTo = "<wsa:Address>\(address)</wsa:Address>"
        }.with { $0.headers = headers }
        let reply = try service.begin(bytes: Array(request.text.utf8)) { $0.isConfidential = isConfidential }.reply()
        service.loop.drain()
        return reply
    }

    @Test func `a user's name and password go to the sink, and are read nowhere else`() throws {
        let reply = try send(Self.header(Self.user, type: Self.userType), isConfidential: true)
        try #require(!reply.isFault, "\(reply.text)")
        service.happen("one")
        #expect(service.sinks.sinks.first?.credentials.user?.password == Self.secret)
        service.sinks.outcomes = [Self.sink: .failed("HTTP 401")]
        service.happen("two")
        service.loop.advance(seconds: 5)
        let record = service.subscriptions?.record(try #require(reply.manager?.identifier))
        let shown = [
            reply.text, "\(String(describing: record))", service.reports.joined(),
            service.sinks.messages.map(\.text).joined(),
        ]
        #expect(record != nil && shown.allSatisfy { !$0.contains("horse") })
        #expect(try !service.send(.manage("Unsubscribe", reply.manager?.identifier)).isFault)
        // Forgotten with the subscription.
        #expect(service.store.rows.isEmpty)
    }

    @Test func `a password is refused where others could have read it, and not repeated`() throws {
        let reply = try send(Self.header(Self.user, type: Self.userType), isConfidential: false)
        try expectFault(reply, "Sender", "wsman:UnsupportedFeature", "InsecureAddress", naming: ["https"])
        #expect(!reply.text.contains("horse") && service.store.rows.isEmpty)
        // A thumbprint is no secret.
        let thumbprint =
            "<wsman:CertificateThumbprint>\(String(repeating: "aB", count: 20))</wsman:CertificateThumbprint>"
        let other = try send(Self.header(thumbprint, type: Self.thumbprintType), isConfidential: false)
        #expect(!other.isFault)
        service.happen("one")
        #expect(service.sinks.sinks.first?.credentials.thumbprint == String(repeating: "ab", count: 20))
    }

    @Test func `a token for another endpoint, of another kind, or elsewhere than with Subscribe is refused`() throws {
        try expectFault(
            send(Self.header(Self.user, type: Self.userType, for: "https://192.0.2.8/"), isConfidential: true),
            "Sender",
            "wsa:InvalidMessageInformationHeader", naming: ["AppliesTo"])
        try expectFault(
            send(Self.header(Self.user, type: "urn:x"), isConfidential: true), "Sender", "wsman:UnsupportedFeature",
            naming: ["TokenType"])
        let request = RequestText.get("CIM_RecordLog", ("InstanceID", "log")).with {
            $0.headers = Self.header(Self.user, type: Self.userType)
        }
        let reply = try service.send(request)
        #expect(reply.fault?.code == XMLName(Published.soap, "MustUnderstand") && !reply.text.contains("horse"))
    }

    @Test func `what was stored goes on after a restart, credentials too`() throws {
        #expect(try !send(Self.header(Self.user, type: Self.userType), isConfidential: true).isFault)
        let rows = Array(service.store.rows.values)
        let next = TestService(events: true)
        next.loop.enter {
            next.service.assumeIsolated { service in _ = Task.immediate { await service.restore(rows) } }
        }
        next.loop.drain()
        next.happen("one")
        #expect(next.sinks.sinks.first?.credentials.user?.password == Self.secret)
    }
}
