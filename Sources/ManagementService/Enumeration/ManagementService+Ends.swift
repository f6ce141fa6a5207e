// SPDX-License-Identifier: Apache-2.0

import Enumeration
import WSMan
import XML

/// What carries messages that are no answers.
public protocol MessageSender: Sendable {
    /// Whether somebody who asks from an address may have messages sent to a URL: nobody shall use the service to reach
    /// what he cannot reach himself.
    func mayReach(_ url: String, wishedFrom peer: String) -> Bool

    /// Sends a message and forgets it; called on the service's executor.
    func send(_ envelope: [UInt8], to url: String)
}

extension ManagementService {
    /// Refuses an address that no EnumerationEnd would be sent to (R8.2.1-1).
    func checkEndTo(_ endTo: Endpoint?, _ exchange: Exchange) throws(Fault) {
        guard let endTo else { return }
        guard let sender, let peer = exchange.peerAddress, sender.mayReach(endTo.address, wishedFrom: peer) else {
            throw Fault(
                .unsupportedFeature, .addressingMode,
                "EndTo is \(endTo.address.prefix(200)); EnumerationEnd is sent to http URLs at the address that asks only."
            )
        }
    }

    /// Ends every open enumeration and tells who wants to be told; called on the service's executor, when it is to stop.
    public nonisolated func endEnumerations() {
        assumeIsolated { service in
            service.tell(service.contexts.endAll(), .sourceShuttingDown, "The service is stopping.")
        }
    }

    /// Ends what has outlived its time; who said when that is need not be told.
    func expireContexts() {
        let ended = contexts.expire(now: clock.now()).filter { $0.context.expires == nil }
        tell(ended, .sourceCancelling, "Nobody has pulled the enumeration for too long.")
    }

    private func tell(
        _ ended: [(id: EnumerationContextID, context: EnumerationContext<EnumerationPlan>)],
        _ code: EnumerationEnd.Code,
        _ reason: String
    ) {
        guard let sender else { return }
        for (id, context) in ended {
            guard let endTo = context.plan.endTo else { continue }
            var writer = XMLWriter(capacity: 1024)
            EnumerationEnd.write(id.description, code, reason, to: endTo, messageID: messageIDs.next(), &writer)
            sender.send(writer.withUnsafeBytes { Array($0) }, to: endTo.address)
        }
    }
}
