// SPDX-License-Identifier: Apache-2.0

import Foundation
import HTTPTransport
import ResourceModel
import WSMan
import WSManClient
import XML

/// Takes deliveries over HTTP, in UTF-8 or UTF-16, and answers them.
///
/// `@unchecked Sendable`: everything in it is touched on the server's loop only. Writing blocks the loop, which has
/// nothing else to do: the next delivery may only come once this one is on the disk.
final class EventSinkEndpoint: HTTPHandler, @unchecked Sendable {
    /// The largest delivery, in octets.
    static let maxDelivery = 4 * 1024 * 1024

    private let loop: ServiceLoop
    private let reader: DeliveryReader
    private let now: () -> String
    private let complain: (String) -> Void
    private var writer = AcknowledgementWriter()
    private var intake: EventIntake

    /// - Parameter complain: tells a person of what could not be taken.
    init(
        _ intake: EventIntake, loop: ServiceLoop, now: @escaping () -> String = { Timestamp.now.description },
        complain: @escaping (String) -> Void
    ) {
        self.intake = intake
        self.loop = loop
        self.now = now
        self.complain = complain
        reader = DeliveryReader(limits: XMLLimits(maxBytes: Self.maxDelivery, maxNodes: 200_000))
    }

    func handle(_ request: HTTPRequest, reply: HTTPReply) {
        let declared = ContentType(request.contentType).parameter("charset")
        guard let encoding = try? Encoding(declared: declared, body: request.body),
            let envelope = encoding.decode(request.body)
        else {
            complain("\(request.peerAddress) sends what is neither UTF-8 nor UTF-16.")
            return reply.send(status: 400)
        }
        let delivery: Delivery
        do throws(WSManClientError) {
            delivery = try read(envelope)
        } catch {
            complain("\(request.peerAddress) sends what is no delivery of events\(Self.sign(error)).")
            return reply.send(status: 400)
        }
        do throws(Failure) {
            try intake.take(delivery, from: Self.source(request), at: now())
        } catch {
            // Without an Ack the source sends it again.
            complain(error.sentence)
            return send(writer.failure("The sink cannot keep it.", of: delivery), status: 500, encoding, reply)
        }
        guard delivery.wantsAcknowledgement else { return reply.send(status: 202) }
        send(writer.acknowledgement(of: delivery), status: 200, encoding, reply)
    }

    private func read(_ envelope: [UInt8]) throws(WSManClientError) -> Delivery {
        var failure: WSManClientError?
        let delivery = envelope.withUnsafeBytes { bytes -> Delivery? in
            do throws(WSManClientError) {
                return try reader.read(bytes)
            } catch {
                failure = error
                return nil
            }
        }
        guard let delivery else { throw failure ?? .unexpectedAnswer("") }
        return delivery
    }

    private static func sign(_ error: WSManClientError) -> String {
        if case .notWSMan(_, let sign) = error { ": \(sign)" } else { "" }
    }

    private func send(_ envelope: [UInt8], status: Int, _ encoding: Encoding, _ reply: HTTPReply) {
        envelope.withUnsafeBytes { bytes in
            encoding.encode(bytes).withUnsafeBytes {
                reply.send(status: status, contentType: encoding.contentType, body: $0)
            }
        }
    }

    /// Who sends: as our own subscription has named it in its URL, else by its address.
    private static func source(_ request: HTTPRequest) -> String {
        let items = URLComponents(string: "?" + request.query)?.queryItems ?? []
        return items.first { $0.name == "source" }?.value ?? request.peerAddress
    }

    /// Looks at, or changes, what is remembered, from another thread.
    func onLoop<Result: Sendable>(_ body: @escaping @Sendable (inout EventIntake) -> Result) async -> Result {
        await withCheckedContinuation { continuation in
            loop.execute { continuation.resume(returning: body(&self.intake)) }
        }
    }
}

extension Timestamp {
    /// The wall clock, to the millisecond.
    static var now: Timestamp { Timestamp(microseconds: Int64(Date().timeIntervalSince1970 * 1000) * 1000) }
}
