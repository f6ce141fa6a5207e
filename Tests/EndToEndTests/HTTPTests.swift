// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

/// HTTP as the whole daemon speaks it.
struct HTTPTests {
    private static let processor = Message.enumerate("CIM_Processor", first: 1)

    // MARK: Who may come in

    @Test func `a 401 names the scheme and leaves the connection usable`() throws {
        try DaemonProcess.run { daemon in
            let connection = try daemon.connect(as: nil)
            let refused = try connection.exchange(Message.identify)
            #expect(refused.status == 401)
            #expect(refused.all("www-authenticate").contains { $0.hasPrefix("Basic realm=") })
            let accepted = try connection.exchange(
                Message.identify, headers: ["Authorization: \(TestUser.reader.authorization)"])
            #expect(accepted.status == 200)
        }
    }

    @Test func `curl finds the scheme by itself`() throws {
        let curl = try #require(BuildProducts.program("curl"))
        try DaemonProcess.run { daemon in
            let run = try Execution.run(
                curl,
                [
                    "-sS", "-v", "--anyauth", "-u", TestUser.reader.credentials, "-H",
                    "Content-Type: application/soap+xml", "-d", Message.identify,
                    "http://127.0.0.1:\(daemon.port)/wsman",
                ])
            #expect(run.status == 0)
            #expect(run.text.contains("IdentifyResponse"))
            #expect(run.errors.contains("401"))
            #expect(run.errors.contains("Re-using existing connection"))
        }
    }

    @Test(arguments: [
        "Basic", "Basic !!!", "Basic YW5u", "Bearer abc", "Negotiate YII=", "Basic YW5uOndyb25n",
        "http://schemas.dmtf.org/wbem/wsman/1/wsman/secprofile/https/mutual",
    ])
    func `credentials that are none are answered 401`(authorization: String) throws {
        try DaemonProcess.run { daemon in
            let connection = try daemon.connect(as: nil)
            let headers = ["Authorization: \(authorization)"]
            #expect(try connection.exchange(Message.identify, headers: headers).status == 401)
        }
    }

    @Test func `Identify is answered anonymously where that is allowed, without saying who answers`() throws {
        try DaemonProcess.run { daemon in
            let reply = try Reply(
                daemon.connect(as: nil).exchange(Message.identify, path: "/wsman-anon/identify"))
            #expect(reply.status == 200)
            #expect(reply.body == "IdentifyResponse")
            #expect(reply.first("ProtocolVersion") == Message.management)
            #expect(reply.count("ProductVendor") == 0)
            #expect(reply.count("ProductVersion") == 0)
            #expect(reply.count("SecurityProfileName") == 0)
        }
    }

    @Test func `Identify says who answers to those who logged in`() throws {
        try DaemonProcess.run { daemon in
            let reply = try Reply(daemon.connect(as: .reader).exchange(Message.identify))
            #expect(reply.first("ProductVendor") == "Baseboard")
            // Plain HTTP with Digest and Basic.
            #expect(reply.count("SecurityProfileName") == 2)
        }
    }

    @Test func `with AnonymousIdentify=no nothing is answered without credentials`() throws {
        let settings = DaemonSettings().with { $0.authentication.append("AnonymousIdentify=no") }
        try DaemonProcess.run(settings) { daemon in
            let connection = try daemon.connect(as: nil)
            #expect(try connection.exchange(Message.identify, path: "/wsman-anon/identify").status == 404)
            let headers = ["WSMANIDENTIFY: unauthenticated"]
            #expect(try connection.exchange(Message.identify, headers: headers).status == 401)
        }
    }

    @Test func `Windows' header asks for Identify without credentials, and for nothing else`() throws {
        try DaemonProcess.run { daemon in
            let connection = try daemon.connect(as: nil)
            let headers = ["WSMANIDENTIFY: unauthenticated"]
            let identity = try Reply(connection.exchange(Message.identify, headers: headers))
            #expect(identity.status == 200)
            #expect(identity.count("ProductVendor") == 0)
            let other = try Reply(connection.exchange(Self.processor.text, headers: headers))
            #expect(other.status == 400)
            #expect(other.fault == .init("AccessDenied"))
            #expect(try connection.exchange(Message.identify, headers: ["WSMANIDENTIFY: yes"]).status == 401)
            let wrong = headers + ["Authorization: Basic YW5uOndyb25n"]
            #expect(try connection.exchange(Message.identify, headers: wrong).status == 401)
        }
    }

    @Test func `the anonymous path serves nothing but Identify`() throws {
        try DaemonProcess.run { daemon in
            let connection = try daemon.connect()
            for message in [Self.processor, .get("CIM_ComputerSystem", [:]), .enumerate(Message.catalog, first: 1)] {
                let reply = try connection.ask(message, path: "/wsman-anon/identify")
                #expect(reply.status == 400)
                #expect(reply.fault == .init("AccessDenied"))
            }
        }
    }

    @Test func `failed logins are slowed and then told to wait`() throws {
        let settings = DaemonSettings().with {
            $0.authentication = ["FailedLoginDelay=1ms", "MaxFailedLoginDelay=10ms"]
        }
        try DaemonProcess.run(settings) { daemon in
            let wrong = ["Authorization: Basic \(Data("ann:wrong".utf8).base64EncodedString())"]
            let connection = try daemon.connect(as: nil)
            for _ in 0..<6 {
                let status = try connection.exchange(Message.identify, headers: wrong).status
                #expect(status == 401 || status == 429)
            }
            #expect(daemon.errors.contains("login failed"))
            #expect(!daemon.errors.contains("wrong"))
            #expect(try daemon.status(of: Message.identify, until: 200) == 200)
        }
    }

    // MARK: What a request is

    @Test(
        arguments: [
            (nil, 200), ("application/soap+xml", 200), ("Application/SOAP+XML; charset=utf-8", 200),
            ("application/soap+xml;charset=\"UTF-8\"", 200), ("text/xml", 200), ("application/xml", 200),
            ("application/x-www-form-urlencoded", 415), ("text/plain", 415), ("application/json", 415),
        ] as [(String?, Int)])
    func `the content type decides whether a body is read`(contentType: String?, status: Int) throws {
        try DaemonProcess.run { daemon in
            let connection = try daemon.connect()
            #expect(try connection.exchange(Message.identify, contentType: contentType).status == status)
            #expect(try connection.exchange(Message.identify).status == 200)
        }
    }

    @Test(arguments: ["GET", "HEAD", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE"])
    func `other methods are answered 405 with what is allowed`(method: String) throws {
        try DaemonProcess.run { daemon in
            let connection = try daemon.connect()
            connection.send("\(method) /wsman HTTP/1.1\r\nHost: h\r\nContent-Length: 0\r\n\r\n")
            let answer = try connection.readAnswer()
            #expect(answer.status == 405)
            #expect(answer["allow"] == "POST")
        }
    }

    @Test(arguments: ["/", "/wsmanx", "/wsman/x", "/WSMAN", "/wsman-anon", "/wsman-anon/", "/etc/passwd", "/wsman/../"])
    func `other paths are answered 404`(path: String) throws {
        try DaemonProcess.run { daemon in
            let answer = try daemon.connect().exchange(Message.identify, path: path)
            #expect(answer.status == 404)
        }
    }

    @Test(arguments: ["/wsman/", "/wsman?x=1", "http://elsewhere:5985/wsman"])
    func `the path may be written in other ways`(path: String) throws {
        try DaemonProcess.run { daemon in
            let answer = try daemon.connect().exchange(Message.identify, path: path)
            #expect(answer.status == 200)
        }
    }

    @Test func `a POST without a length is answered 411`() throws {
        try DaemonProcess.run { daemon in
            let connection = try daemon.connect()
            connection.send(
                "POST /wsman HTTP/1.1\r\nHost: h\r\nAuthorization: \(TestUser.reader.authorization)\r\n\r\n")
            #expect(try connection.readAnswer().status == 411)
        }
    }

    @Test func `a body above the limit is answered 413 before it is sent`() throws {
        try DaemonProcess.run(DaemonSettings().with { $0.limits = ["MaxBodyBytes=8K"] }) { daemon in
            let connection = try daemon.connect()
            connection.send(
                "POST /wsman HTTP/1.1\r\nHost: h\r\nAuthorization: \(TestUser.reader.authorization)\r\n"
                    + "Expect: 100-continue\r\nContent-Length: 8193\r\n\r\n")
            #expect(try connection.readAnswer().status == 413)
            let fitting = Message.identify + String(repeating: " ", count: 8192 - Message.identify.utf8.count)
            #expect(try daemon.connect().exchange(fitting).status == 200)
        }
    }

    @Test func `a chunked body above the limit is answered 413`() throws {
        try DaemonProcess.run(DaemonSettings().with { $0.limits = ["MaxBodyBytes=8K"] }) { daemon in
            let connection = try daemon.connect()
            connection.send(
                "POST /wsman HTTP/1.1\r\nHost: h\r\nAuthorization: \(TestUser.reader.authorization)\r\n"
                    + "Transfer-Encoding: chunked\r\n\r\n")
            let chunk = "1000\r\n" + String(repeating: " ", count: 4096) + "\r\n"
            connection.send(chunk + chunk + chunk)
            #expect(try connection.readAnswer().status == 413)
        }
    }

    @Test func `a chunked body is read however it is cut`() throws {
        try DaemonProcess.run { daemon in
            let connection = try daemon.connect()
            connection.send(
                "POST /wsman HTTP/1.1\r\nHost: h\r\nAuthorization: \(TestUser.reader.authorization)\r\n"
                    + "Transfer-Encoding: chunked\r\n\r\n")
            for byte in Message.identify.utf8 { connection.send("1;x=y\r\n\(Character(Unicode.Scalar(byte)))\r\n") }
            connection.send("0\r\nTrailer: x\r\n\r\n")
            #expect(try connection.readAnswer().status == 200)
            #expect(try connection.exchange(Message.identify).status == 200)
        }
    }

    @Test func `curl sends a large body after 100 Continue`() throws {
        let curl = try #require(BuildProducts.program("curl"))
        try DaemonProcess.run { daemon in
            let body = Message.identify + String(repeating: " ", count: 300_000)
            let run = try Execution.run(
                curl,
                [
                    "-sS", "-v", "-u", TestUser.reader.credentials, "-H", "Content-Type: application/soap+xml", "-H",
                    "Expect: 100-continue", "--data-binary", "@-", "http://127.0.0.1:\(daemon.port)/wsman",
                ], input: body)
            #expect(run.status == 0)
            #expect(run.errors.contains("100 Continue"))
            #expect(run.text.contains("IdentifyResponse"))
        }
    }

    @Test func `pipelined requests are answered in their order`() throws {
        try DaemonProcess.run { daemon in
            let connection = try daemon.connect()
            let ids = (0..<20).map { "uuid:pipelined-\($0)" }
            for (index, id) in ids.enumerated() {
                var message =
                    index % 2 == 0 ? Self.processor : Message.enumerate("BB_SensorView", first: 300)
                message.messageID = id
                connection.post(Array(message.text.utf8))
            }
            for id in ids { #expect(try Reply(connection.readAnswer()).first("RelatesTo") == id) }
        }
    }

    @Test func `HTTP 1.0 gets an answer and the end of the connection`() throws {
        try DaemonProcess.run { daemon in
            let connection = try daemon.connect()
            connection.send(
                "POST /wsman HTTP/1.0\r\nAuthorization: \(TestUser.reader.authorization)\r\n"
                    + "Content-Length: \(Message.identify.utf8.count)\r\n\r\n\(Message.identify)")
            let answer = try connection.readAnswer()
            #expect(answer.status == 200)
            #expect(connection.isClosedByPeer())
        }
    }

    @Test func `Connection close is obeyed`() throws {
        try DaemonProcess.run { daemon in
            let connection = try daemon.connect()
            let answer = try connection.exchange(Message.identify, headers: ["Connection: close"])
            #expect(answer.status == 200)
            #expect(answer["connection"] == "close")
            #expect(connection.isClosedByPeer())
        }
    }

    @Test func `a connection ends after the requests it may carry`() throws {
        try DaemonProcess.run(DaemonSettings().with { $0.limits = ["MaxRequestsPerConnection=3"] }) { daemon in
            let connection = try daemon.connect()
            for _ in 0..<3 { #expect(try connection.exchange(Message.identify).status == 200) }
            #expect(connection.isClosedByPeer())
        }
    }

    @Test func `a client that sends half a header is cut off`() throws {
        try DaemonProcess.run(DaemonSettings().with { $0.limits = ["HeaderTimeout=100ms"] }) { daemon in
            let connection = try daemon.connect()
            connection.send("POST /wsman HTTP/1.1\r\nHost: h\r\nX-")
            let answer = try? connection.readAnswer()
            #expect(answer == nil || answer?.status == 408)
            #expect(connection.isClosedByPeer())
        }
    }

    @Test(arguments: [
        "POST /wsman HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\n",
        "POST /wsman HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n",
        "POST /wsman HTTP/1.1\r\nHost: h\r\nContent-Length: -1\r\n\r\n",
        "POST /wsman HTTP/1.1\r\nHost: h\r\nContent-Length: 99999999999999999999\r\n\r\n",
        "POST /wsman HTTP/1.1\r\n\r\n", "POST /wsman HTTP/9.9\r\nHost: h\r\n\r\n",
        "\u{16}\u{3}\u{1}\u{2}\u{0}\u{1}\u{0}", "nonsense\r\n\r\n",
    ])
    func `what cannot be read as HTTP is refused and the connection ends`(text: String) throws {
        try DaemonProcess.run { daemon in
            let connection = try daemon.connect()
            connection.send(text)
            let answer = try connection.readAnswer()
            #expect((400..<600).contains(answer.status))
            connection.finishSending()
            #expect(connection.isClosedByPeer())
        }
    }
}
