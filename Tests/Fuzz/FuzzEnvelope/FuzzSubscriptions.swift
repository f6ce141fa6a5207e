// SPDX-License-Identifier: Apache-2.0

import Eventing
import ManagementService
import ResourceModel

/// The subscriptions that an input finds: `uuid:s`, whose sink has everything, and `uuid:p`, two of whose events are
/// still to be pulled.
enum FuzzSubscriptions {
    private static let stored = [("uuid:s", push, 4), ("uuid:p", pull, 2)].map { identifier, delivery, cursor in
        StoredSubscription(
            identifier: identifier, owner: FuzzTarget.principal, peer: "192.0.2.7",
            envelope: Array(envelope(delivery).utf8),
            cursor: EventPosition(epoch: FuzzJournal().epoch, sequence: UInt64(cursor)), expires: nil, dropped: 0)
    }

    private static let push = "><e:NotifyTo><a:Address>http://192.0.2.7/</a:Address></e:NotifyTo></e:Delivery>"
    private static let pull = " Mode=\"http://schemas.dmtf.org/wbem/wsman/1/wsman/Pull\" />"

    private static func envelope(_ delivery: String) -> String {
        """
        <s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope" \
        xmlns:a="http://schemas.xmlsoap.org/ws/2004/08/addressing" \
        xmlns:e="http://schemas.xmlsoap.org/ws/2004/08/eventing"><s:Header><a:To>http://h/wsman</a:To>\
        <a:Action>http://schemas.xmlsoap.org/ws/2004/08/eventing/Subscribe</a:Action>\
        <a:MessageID>1</a:MessageID><a:ReplyTo>\
        <a:Address>http://schemas.xmlsoap.org/ws/2004/08/addressing/role/anonymous</a:Address></a:ReplyTo>\
        <w:ResourceURI xmlns:w="http://schemas.dmtf.org/wbem/wsman/1/wsman.xsd">\
        http://schemas.dmtf.org/wbem/wscim/1/cim-schema/2/CIM_RecordLog</w:ResourceURI></s:Header>\
        <s:Body><e:Subscribe><e:Delivery\(delivery)</e:Subscribe></s:Body></s:Envelope>
        """
    }

    /// Has them there.
    static func begin() {
        FuzzTarget.service.assumeIsolated { service in
            let stored = stored
            _ = Task.immediate { await service.restore(stored) }
        }
        FuzzTarget.loop.turn()
        require(FuzzTarget.subscriptions.count == 2, "\(FuzzTarget.subscriptions.count) subscriptions")
    }

    /// Ends these and those that the input made.
    static func end() {
        let subscriptions = FuzzTarget.subscriptions
        FuzzTarget.loop.run {
            for identifier in subscriptions.identifiers {
                _ = await subscriptions.end(identifier, by: FuzzTarget.principal)
            }
        }
        FuzzTarget.loop.turn()
        require(subscriptions.count == 0, "\(subscriptions.count) subscriptions are left")
    }
}
