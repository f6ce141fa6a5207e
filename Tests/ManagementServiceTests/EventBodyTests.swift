// SPDX-License-Identifier: Apache-2.0

import ProviderKit
import ResourceModel
import Testing
import WSMan
import XML

@testable import ManagementService

/// The body of an event is what its published schema says, by libxml2's judgement.
@Suite(.enabled(if: Schema.isAvailable, "xmllint is not installed (Debian package libxml2-utils)"))
struct EventBodyTests {
    private let service = TestService(events: true)

    /// The schemas that a body needs, as the service gives them.
    private func schemas(_ classes: String...) throws -> [String: String] {
        var schemas: [String: String] = [:]
        for namespace in classes.map({ Published.classes + $0 }) + [Published.cim] {
            let reply = try service.send(.get(MetadataTests.schemas, ("XMLSchema", namespace)))
            let start = try #require(reply.text.firstRange(of: "<xs:schema"))
            let end = try #require(reply.text.firstRange(of: "</xs:schema>"))
            schemas[namespace] = String(reply.text[start.lowerBound..<end.upperBound])
        }
        return schemas
    }

    /// An event's body, with what a message has around it.
    private static func body(_ kind: EventKind, part: EventPart?) throws -> String {
        let record = EventResourceTests.event(kind, part: part)
        let source = try EventResourceTests.registry().resource(ResourceURI(ofClass: "CIM_RecordLog"))
        let shape = try #require(source.eventShapes(for: .reader).first { $0.eventClass.includes(record) })
        var row = Row()
        row.reset(count: shape.schema.properties.count)
        shape.eventClass.read(record, only: .all, into: &row)
        var writer = XMLWriter()
        shape.encoder.write(row, .submission2004, to: &writer)
        let text = writer.withUnsafeBytes { String(decoding: $0, as: UTF8.self) }
        let root = try #require(text.firstRange(of: " xmlns:p="))
        return text.replacingCharacters(
            in: root.lowerBound..<root.lowerBound,
            with: " xmlns:xsi=\"\(Published.xsi)\" xmlns:cim=\"\(Published.cim)\"")
    }

    private static let fan = EventPart(className: "CIM_Fan", id: "hwmon/fan1", name: "Fan & 1")

    @Test func `an event without a part is valid`() throws {
        let body = try Self.body(.driveHealth, part: nil)
        #expect(try Schema.validate(body, against: schemas("CIM_AlertIndication")) == "- validates")
    }

    @Test func `a part within an event is valid by its own class's schema`() throws {
        let schemas = try schemas("CIM_InstDeletion", "CIM_Fan")
        let body = try Self.body(.partRemoved, part: Self.fan)
        #expect(body.contains("xsi:type=\"q:CIM_Fan_Type\"") && body.contains("Fan &amp; 1"))
        #expect(try Schema.validate(body, against: schemas) == "- validates")
        let wrong = body.replacing("q:DeviceID", with: "q:DeviceNumber")
        #expect(try Schema.validate(wrong, against: schemas).contains("fails to validate"))
    }
}

extension String {
    fileprivate func replacingCharacters(in range: Range<Index>, with text: String) -> String {
        var copy = self
        copy.replaceSubrange(range, with: text)
        return copy
    }
}
