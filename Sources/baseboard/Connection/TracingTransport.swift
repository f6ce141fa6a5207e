// SPDX-License-Identifier: Apache-2.0

import WSManClient

/// Shows every message on its way.
struct TracingTransport: WSManTransport {
    let base: any WSManTransport
    let endpoint: Endpoint
    let output: Output

    func post(_ message: [UInt8]) async throws(WSManClientError) -> TransportAnswer {
        output.line("POST \(DisplayText.clean(endpoint.description))")
        output.markup(String(decoding: message, as: UTF8.self))
        let answer = try await base.post(message)
        output.line("HTTP \(answer.status)")
        output.markup(String(decoding: answer.body, as: UTF8.self))
        return answer
    }
}
