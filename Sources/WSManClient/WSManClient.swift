// SPDX-License-Identifier: Apache-2.0

import WSMan
import XML

/// Asks a WS-Management service, ours or another's.
///
/// It is confined to the isolation it is used from, and several operations may be under way at once.
public final class WSManClient {
    /// How it asks.
    public var options: ClientOptions

    private let address: String
    private let transport: any WSManTransport
    private let reader: AnswerReader
    private var messageIDs = MessageIDGenerator()
    var schemas = Schemas()

    /// A client of the service behind a transport.
    ///
    /// - Parameter address: the service's URL, for `wsa:To`.
    public init(address: String, transport: any WSManTransport, options: ClientOptions = ClientOptions()) {
        self.address = address
        self.transport = transport
        self.options = options
        reader = AnswerReader(limits: options.limits)
    }

    var writer: RequestWriter { RequestWriter(to: address, options: options) }

    func nextMessageID() -> MessageID { messageIDs.next() }

    /// Sends a request and reads the child of the answer's body, which is valid inside `read` only.
    func exchange<Result>(
        _ message: [UInt8], as messageID: MessageID?,
        read: (XMLElement?) throws(WSManClientError) -> Result
    ) async throws(WSManClientError) -> Result {
        let answer = try await transport.post(message)
        return try read(try reader.read(answer, relatingTo: messageID.map(Self.text)))
    }

    /// As above, for what stands in the answer's header.
    func exchange<Result>(
        _ message: [UInt8], as messageID: MessageID?,
        read: (_ header: XMLElement?, _ body: XMLElement?) throws(WSManClientError) -> Result
    ) async throws(WSManClientError) -> Result {
        let answer = try await transport.post(message)
        let body = try reader.read(answer, relatingTo: messageID.map(Self.text))
        return try read(reader.header, body)
    }

    /// As above, where the body must hold an element of this name.
    func exchange<Result>(
        _ message: [UInt8], as messageID: MessageID?, expecting name: XMLName,
        read: (XMLElement) throws(WSManClientError) -> Result
    ) async throws(WSManClientError) -> Result {
        let answer = try await transport.post(message)
        return try read(try reader.read(answer, expecting: name, relatingTo: messageID.map(Self.text)))
    }

    private static func text(_ messageID: MessageID) -> String {
        var writer = XMLWriter(capacity: 64)
        messageID.write(to: &writer)
        return writer.string
    }
}
