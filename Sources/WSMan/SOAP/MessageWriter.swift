// SPDX-License-Identifier: Apache-2.0

import XML

/// Writes the header of a message that is no answer.
enum MessageWriter {
    /// Opens the envelope within its Header, which the caller closes.
    static func open(_ writer: inout XMLWriter, to endpoint: Endpoint, action: String, messageID: MessageID) {
        writer.raw(endpoint.version == .submission2004 ? prologue2004 : prologue2005)
        writer.text(endpoint.address)
        writer.raw("</b:To><b:Action>")
        writer.text(action)
        writer.raw("</b:Action><b:MessageID>")
        messageID.write(to: &writer)
        writer.raw("</b:MessageID>")
        // R10.2.1-5.
        writer.raw(endpoint.parameters)
    }

    private static let prologue2004 = prologue(.submission2004)
    private static let prologue2005 = prologue(.recommendation2005)

    private static func prologue(_ version: AddressingVersion) -> [UInt8] {
        Array("<a:Envelope\(ReplyWriter.bindings(version)) xml:lang=\"en-US\"><a:Header><b:To>".utf8)
    }
}
