// SPDX-License-Identifier: Apache-2.0

import ResourceModel
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

    private func writer(_ settings: RequestSettings?, to other: String? = nil) -> RequestWriter {
        RequestWriter(to: other ?? address, addressing: options.addressing, settings: settings ?? options.request)
    }

    /// Sends a request under a name of its own and reads the answer, which is valid inside `read` only.
    ///
    /// - Parameter settings: what the request says of itself; nil for what the client's options say.
    /// - Parameter other: what `wsa:To` is where it is not the service's URL; the message goes there all the same.
    func ask<Result>(
        _ action: String, of target: Reference, _ settings: RequestSettings? = nil, to other: String? = nil,
        headers: (inout XMLWriter) -> Void = { _ in }, body: (inout XMLWriter) -> Void = { _ in },
        read: (Answer) throws(WSManClientError) -> Result
    ) async throws(WSManClientError) -> Result {
        let messageID = messageIDs.next()
        let message = writer(settings, to: other).request(
            action, target, messageID: messageID, headers: headers, body: body)
        return try read(try reader.read(try await transport.post(message), relatingTo: Self.text(messageID)))
    }

    /// Sends Identify, which has no name, and reads the answer.
    func askIdentity<Result>(
        read: (Answer) throws(WSManClientError) -> Result
    ) async throws(WSManClientError) -> Result {
        try read(try reader.read(try await transport.post(writer(nil).identify())))
    }

    private static func text(_ messageID: MessageID) -> String {
        var writer = XMLWriter(capacity: 64)
        messageID.write(to: &writer)
        return writer.string
    }
}
