// SPDX-License-Identifier: Apache-2.0

import HTTPTransport
import Logging
import Testing

@Suite(.timeLimit(.minutes(1)))
struct HTTPListenTests {
    private func server(_ addresses: [HTTPServerConfiguration.Address]) -> HTTPServer {
        HTTPServer(
            configuration: HTTPServerConfiguration(listeners: addresses.map { .init($0) }), loop: .forTests,
            routes: [.echo()], logger: Logger(label: "test"))
    }

    @Test func `IPv4 and IPv6 share a port`() async throws {
        let first = server([.init(host: "0.0.0.0", port: 0)])
        let port = try first.start()[0].address.port
        let second = server([.init(host: "::", port: port)])
        #expect(try second.start().map(\.address) == [.init(host: "::", port: port)])
        let client = HTTPClient(loop: .forTests)
        for host in ["127.0.0.1", "::1"] {
            #expect(try await client.post(HTTPURL(host: host, port: port, target: "/echo"), body: []).status == 200)
        }
        client.shutdown()
        first.stop(grace: 0)
        second.stop(grace: 0)
    }

    @Test func `an address in use is named, and no other is kept`() throws {
        let first = server([.init(host: "127.0.0.1", port: 0)])
        let port = try first.start()[0].address.port
        let free = try CannedServer.unusedPort()
        let second = server([.init(host: "127.0.0.1", port: free), .init(host: "127.0.0.1", port: port)])
        let error = #expect(throws: HTTPServerError.self) { try second.start() }
        #expect(error?.description == "cannot listen on 127.0.0.1:\(port): Address already in use")
        #expect(throws: RawConnection.CannotConnect.self) { try RawConnection(port: free) }
        first.stop(grace: 0)
    }

    @Test func `a name that does not resolve is named`() {
        let error = #expect(throws: HTTPServerError.self) { try server([.init(host: "name.invalid", port: 0)]).start() }
        #expect(error?.description == "cannot listen on name.invalid:0: the host name does not resolve")
    }
}
