// SPDX-License-Identifier: Apache-2.0

import WSManClient

/// Answers from a list, and remembers what was asked.
final class ScriptedTransport: WSManTransport {
    private var answers: [Result<TransportAnswer, WSManClientError>]
    private(set) var requests: [String] = []

    init(_ answers: [Result<TransportAnswer, WSManClientError>]) { self.answers = answers }

    convenience init(_ bodies: String...) {
        self.init(bodies.map { .success(TransportAnswer(status: 200, body: Array($0.utf8))) })
    }

    func post(_ message: [UInt8]) async throws(WSManClientError) -> TransportAnswer {
        requests.append(String(decoding: message, as: UTF8.self))
        guard !answers.isEmpty else { throw .disconnected("the script has ended") }
        return try answers.removeFirst().get()
    }
}

extension WSManClient {
    convenience init(_ transport: ScriptedTransport, options: ClientOptions = ClientOptions()) {
        self.init(address: "http://bmc:5985/wsman", transport: transport, options: options)
    }
}
