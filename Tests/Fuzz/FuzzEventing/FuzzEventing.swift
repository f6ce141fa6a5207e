// SPDX-License-Identifier: Apache-2.0

import Glibc
import ResourceModel
import WSMan
import XML

/// Takes any bytes for a Subscribe, another message about a subscription, and the answer of a sink.
///
/// Whatever is read, what is written of it is a document that the project's own parser accepts.
@c(LLVMFuzzerTestOneInput)
public func fuzzEventing(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let bytes = UnsafeRawBufferPointer(start: start, count: count)
    do {
        try FuzzTarget.parser.parse(bytes, into: FuzzTarget.document)
    } catch {
        return 0
    }
    _ = Acknowledgement(FuzzTarget.document, to: FuzzTarget.messageID)
    var envelope = RequestEnvelope()
    do {
        try RequestEnvelope.read(FuzzTarget.document, limits: MessageLimits(), partial: &envelope)
    } catch {
        return 0
    }
    for word in ["Renew", "GetStatus", "Unsubscribe"] { _ = try? SubscriptionRequest(envelope, word) }
    guard let request = try? SubscribeRequest(envelope, isConfidential: true) else { return 0 }
    if let sink = request.sink { deliver(to: sink.endpoint, mode: request.mode) }
    if let endTo = request.endTo { deliver(to: endTo.endpoint, mode: .events) }
    return 0
}

private func deliver(to endpoint: Endpoint, mode: DeliveryMode) {
    var writer = XMLWriter()
    DeliveryWriter(to: endpoint, mode: mode).heartbeat(&writer, messageID: FuzzTarget.messageID)
    let isRead = writer.withUnsafeBytes { bytes in
        do {
            try FuzzTarget.parser.parse(bytes, into: FuzzTarget.delivery)
            return true
        } catch {
            return false
        }
    }
    guard !isRead else { return }
    var line = "fuzz: the delivery is no XML: \(writer.string)\n"
    line.withUTF8 { _ = write(STDERR_FILENO, $0.baseAddress, $0.count) }
    abort()
}

/// What all inputs share; the fuzzer calls from one thread.
enum FuzzTarget {
    nonisolated(unsafe) static let parser = XMLParser(limits: XMLLimits(maxDepth: 80, maxNodes: 40_000))
    nonisolated(unsafe) static let document = XMLDocument()
    nonisolated(unsafe) static let delivery = XMLDocument()
    static let messageID = MessageID(
        subscription: "uuid:s", position: EventPosition(epoch: "01234567-89ab-cdef-0123-456789abcdef", sequence: 1))
}
