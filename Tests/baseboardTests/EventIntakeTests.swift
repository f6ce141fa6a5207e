// SPDX-License-Identifier: Apache-2.0

import Foundation
import ResourceModel
import Testing
import WSMan
import WSManClient

@testable import baseboard

@Suite("What a sink does with events")
struct EventIntakeTests {
    private static let epoch = "0f8fad5b-d9cb-469f-a165-70867728950e"

    static func envelope(_ sequences: [Int], messageID: String, bookmark: Int? = nil) -> [UInt8] {
        let events = sequences.map { sequence in
            """
            <wsman:Event Action="urn:e"><p:BB_EventView xmlns:p="urn:e"><p:EventID>\(epoch)/\(sequence)</p:EventID>\
            <p:Message>number \(sequence)</p:Message></p:BB_EventView></wsman:Event>
            """
        }
        let place = bookmark.map {
            "<wsman:Bookmark><x:Position xmlns:x=\"http://schemas.baseboard-project.org/event\">\(epoch)/\($0)</x:Position></wsman:Bookmark>"
        }
        let text = """
            <a:Envelope xmlns:a="http://www.w3.org/2003/05/soap-envelope" \
            xmlns:b="http://schemas.xmlsoap.org/ws/2004/08/addressing" \
            xmlns:wsman="http://schemas.dmtf.org/wbem/wsman/1/wsman.xsd"><a:Header><b:To>http://sink/</b:To>\
            <b:Action>http://schemas.dmtf.org/wbem/wsman/1/wsman/Events</b:Action><b:MessageID>\(messageID)</b:MessageID>\
            <wsman:AckRequested />\(place ?? "")</a:Header><a:Body><wsman:Events>\(events.joined())</wsman:Events></a:Body>\
            </a:Envelope>
            """
        return Array(text.utf8)
    }

    static func delivery(_ sequences: [Int], messageID: String = "uuid:1", bookmark: Int? = nil) throws -> Delivery {
        try envelope(sequences, messageID: messageID, bookmark: bookmark).withUnsafeBytes {
            try DeliveryReader().read($0)
        }
    }

    /// A path that nothing is at; whoever makes something there removes it.
    static func path() -> String {
        FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString).path
    }

    private func ids(_ path: String) throws -> [String] {
        try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n").map { line in
            try #require(line.firstMatch(of: /"id": "[^"]*\/(\d+)"/).map { String($0.1) })
        }
    }

    @Test("each event is kept once, whatever message brings it again")
    func repeats() throws {
        let path = Self.path()
        defer { try? FileManager.default.removeItem(atPath: path) }
        var intake = EventIntake(file: try AppendedFile(path), show: { _, _ in })
        try intake.take(try Self.delivery([1, 2], bookmark: 2), from: "bmc", at: "now")
        try intake.take(try Self.delivery([1, 2], bookmark: 2), from: "bmc", at: "now")
        try intake.take(try Self.delivery([2, 3], messageID: "uuid:2", bookmark: 3), from: "bmc", at: "now")
        #expect(try ids(path) == ["1", "2", "3"])
        #expect(intake.memory.bookmark(of: "bmc")?.markup.contains("\(Self.epoch)/3") == true)
    }

    @Test("after a crash between line and memory the file itself knows what it has, and a torn line goes")
    func crash() throws {
        let path = Self.path()
        defer { try? FileManager.default.removeItem(atPath: path) }
        var first: EventIntake? = EventIntake(file: try AppendedFile(path), show: { _, _ in })
        try first?.take(try Self.delivery([1, 2]), from: "bmc", at: "now")
        first = nil
        let handle = try #require(FileHandle(forWritingAtPath: path))
        try handle.seekToEnd()
        try handle.write(contentsOf: Data("{\"id\": \"\(Self.epoch)/3\", \"sour".utf8))
        try handle.close()
        var second = EventIntake(file: try AppendedFile(path), show: { _, _ in })
        try second.take(try Self.delivery([1, 2, 3]), from: "bmc", at: "now")
        #expect(try ids(path) == ["1", "2", "3"])
    }

    @Test("a file that is somebody else's is left alone")
    func foreignFile() throws {
        let path = Self.path()
        defer { try? FileManager.default.removeItem(atPath: path) }
        try Data("dear diary".utf8).write(to: URL(fileURLWithPath: path))
        #expect(throws: Failure.self) { _ = try AppendedFile(path) }
        #expect(try String(contentsOfFile: path, encoding: .utf8) == "dear diary")
    }

    @Test("what is remembered survives in a file")
    func memory() throws {
        let path = Self.path()
        defer { try? FileManager.default.removeItem(atPath: path) }
        let save: (ListenerMemory) throws(Failure) -> Void = { memory throws(Failure) in try memory.save(path) }
        var intake = EventIntake(save: save, show: { _, _ in })
        try intake.take(try Self.delivery([1], bookmark: 1), from: "bmc", at: "now")
        let subscription = SubscriptionAddress(address: "http://bmc/", parameters: "<x />", identifier: "uuid:s")
        try intake.remember(subscription, at: "bmc")
        let memory = try ListenerMemory.load(path)
        #expect(memory == intake.memory)
        #expect(memory.knows("\(Self.epoch)/1") && !memory.knows("\(Self.epoch)/2"))
        #expect(memory.subscription(at: "bmc") == subscription)
        #expect(try ListenerMemory.load(Self.path()) == ListenerMemory())
        try Data("[]".utf8).write(to: URL(fileURLWithPath: path))
        #expect(throws: Failure.self) { _ = try ListenerMemory.load(path) }
    }

    @Test("what cannot be remembered is not acknowledged, and is not shown twice when it comes again")
    func full() throws {
        var isFull = true
        var shown: [String] = []
        let save: (ListenerMemory) throws(Failure) -> Void = { _ throws(Failure) in
            if isFull { throw Failure(.usage, "full") }
        }
        var intake = EventIntake(save: save, show: { event, _ in shown.append(EventLine(event).text) })
        #expect(throws: Failure(.usage, "full")) { try intake.take(try Self.delivery([1]), from: "bmc", at: "now") }
        isFull = false
        try intake.take(try Self.delivery([1, 2]), from: "bmc", at: "now")
        #expect(shown.count <= 2 && shown.last?.contains("number 2") == true)
    }

    @Test("of very many events the oldest are forgotten")
    func bounds() {
        var memory = ListenerMemory()
        for number in 0...ListenerMemory.mostRecent { memory.remember("\(number)") }
        #expect(!memory.knows("0") && memory.knows("1") && memory.knows("\(ListenerMemory.mostRecent)"))
    }
}
