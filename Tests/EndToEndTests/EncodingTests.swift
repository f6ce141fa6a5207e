// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

/// Character sets on the wire: how a request is read, and that its answer comes the same way.
struct EncodingTests {
    private static let request = Message.enumerate("CIM_ComputerSystem", first: 1)
    private static let littleMark: [UInt8] = [0xFF, 0xFE]
    private static let bigMark: [UInt8] = [0xFE, 0xFF]

    private static func bytes(_ text: String, bigEndian: Bool) -> [UInt8] {
        text.utf16.flatMap { unit -> [UInt8] in
            let (high, low) = (UInt8(unit >> 8), UInt8(unit & 0xFF))
            return bigEndian ? [high, low] : [low, high]
        }
    }

    /// Sends the octets, and checks that the connection is good for another request after the answer.
    private func answer(_ body: [UInt8], _ contentType: String?) throws -> HTTPAnswer {
        var answer: HTTPAnswer?
        try DaemonProcess.run { daemon in
            let connection = try daemon.connect()
            connection.post(body, contentType: contentType)
            answer = try connection.readAnswer()
            #expect(try connection.exchange(Message.identify).status == 200)
        }
        return try #require(answer)
    }

    @Test(
        arguments: [
            ("application/soap+xml;charset=UTF-16", littleMark, false),
            ("application/soap+xml; charset=\"utf-16\"", bigMark, true),
            ("application/soap+xml;charset=UTF-16", [], false),
            ("application/soap+xml;charset=UTF-16LE", [], false),
            ("application/soap+xml;charset=UTF-16BE", [], true),
            ("application/soap+xml;charset=utf-16", [], true),
            ("application/soap+xml", littleMark, false), ("application/soap+xml", bigMark, true),
            ("application/soap+xml", [], false), (nil, littleMark, false),
        ] as [(String?, [UInt8], Bool)])
    func `UTF-16 is answered in UTF-16 of the same order`(
        contentType: String?, mark: [UInt8], bigEndian: Bool
    ) throws {
        let answer = try answer(mark + Self.bytes(Self.request.text, bigEndian: bigEndian), contentType)
        #expect(answer.status == 200)
        #expect(answer["content-type"]?.lowercased() == "application/soap+xml;charset=utf-16")
        #expect(Array(answer.body.prefix(2)) == (bigEndian ? Self.bigMark : Self.littleMark))
        let reply = try Reply(answer)
        #expect(reply.body == "EnumerateResponse")
        #expect(reply.items.count == 1)
    }

    @Test func `an XML declaration of UTF-16 is no obstacle`() throws {
        let text = "<?xml version=\"1.0\" encoding=\"utf-16\"?>" + Self.request.text
        let answer = try answer(
            Self.littleMark + Self.bytes(text, bigEndian: false), "application/soap+xml;charset=UTF-16")
        #expect(answer.status == 200)
        #expect(try Reply(answer).items.count == 1)
    }

    @Test func `UTF-8 with a byte order mark is UTF-8`() throws {
        let answer = try answer([0xEF, 0xBB, 0xBF] + Array(Self.request.text.utf8), "application/soap+xml")
        #expect(answer.status == 200)
        #expect(answer["content-type"] == "application/soap+xml;charset=UTF-8")
    }

    @Test func `characters beyond the first plane survive both ways`() throws {
        var message = Self.request
        message.messageID = "uuid:g\u{FC}nstig-\u{1F600}"
        let answer = try answer(
            Self.littleMark + Self.bytes(message.text, bigEndian: false), "application/soap+xml;charset=UTF-16")
        #expect(try Reply(answer).first("RelatesTo") == message.messageID)
    }

    @Test(arguments: [
        ("application/soap+xml;charset=UTF-8", littleMark, false),
        ("application/soap+xml;charset=UTF-16LE", bigMark, true),
        ("application/soap+xml;charset=UTF-16BE", littleMark, false),
    ])
    func `a mark that contradicts the charset is answered 400`(
        contentType: String, mark: [UInt8], bigEndian: Bool
    ) throws {
        let answer = try answer(mark + Self.bytes(Self.request.text, bigEndian: bigEndian), contentType)
        #expect(answer.status == 400)
    }

    @Test(arguments: ["ISO-8859-1", "UTF-32", "windows-1252", "UTF-7", "x"])
    func `an unknown charset is a fault in UTF-8`(charset: String) throws {
        let answer = try answer(Array(Self.request.text.utf8), "application/soap+xml;charset=\(charset)")
        #expect(answer.status == 400)
        #expect(answer["content-type"] == "application/soap+xml;charset=UTF-8")
        #expect(try Reply(answer).fault == .init("EncodingLimit", "CharacterSet"))
    }

    @Test func `UTF-16 that is cut within a character is a fault`() throws {
        let whole = Self.littleMark + Self.bytes(Self.request.text, bigEndian: false)
        let answer = try answer(whole.dropLast(), "application/soap+xml;charset=UTF-16")
        #expect(answer.status == 400)
        #expect(try Reply(answer).fault == .init("EncodingLimit", "CharacterSet"))
    }

    @Test func `half a surrogate pair is a fault`() throws {
        let start = Self.bytes(Self.request.text.replacing("</s:Envelope>", with: ""), bigEndian: false)
        let body = Self.littleMark + start + [0x3D, 0xD8] + Self.bytes("</s:Envelope>", bigEndian: false)
        let answer = try answer(body, "application/soap+xml;charset=UTF-16")
        #expect(answer.status == 400)
        #expect(try Reply(answer).fault == .init("EncodingLimit", "CharacterSet"))
    }

    @Test func `octets that are no UTF-8 are a fault`() throws {
        let answer = try answer(
            Array("<x>".utf8) + [0xC3, 0x28, 0xFF] + Array("</x>".utf8), "application/soap+xml;charset=UTF-8")
        #expect(answer.status == 400)
        #expect(try Reply(answer).fault != nil)
    }
}
