// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import ResourceModel
import WSMan
import WSManClient

/// The flags that say how events are to come.
struct DeliveryOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "How long the subscription is to live: seconds, 30m or PT1H; renewed where baseboard stays.",
            valueName: "duration"),
        transform: { try TimeoutArgument.seconds($0) })
    var expires: Int?

    @Option(
        help: ArgumentHelp("The longest silence before the source says that it is still there.", valueName: "duration"),
        transform: { try TimeoutArgument.seconds($0) })
    var heartbeats: Int?

    @Option(
        help: ArgumentHelp(
            "Where to begin: earliest, EPOCH/SEQUENCE, or a bookmark's XML; without it with what is to come.",
            valueName: "bookmark"))
    var bookmark: BookmarkArgument?

    @Option(help: ArgumentHelp("With events: the most events in a message.", valueName: "count"))
    var maxElements: Int?

    @Option(
        help: ArgumentHelp("With events: how long the first may wait for others.", valueName: "duration"),
        transform: { try TimeoutArgument.seconds($0) })
    var maxTime: Int?

    @Option(
        help: ArgumentHelp("How long to wait before an unreachable sink is tried again.", valueName: "duration"),
        transform: { try TimeoutArgument.seconds($0) })
    var retry: Int?

    @Option(help: ArgumentHelp("How often such a sink is tried at most.", valueName: "count"))
    var retries: UInt64?

    @Option(help: ArgumentHelp("The encoding of messages: utf-8 or utf-16.", valueName: "name"))
    var encoding: EncodingArgument?

    func validate() throws {
        guard [expires, heartbeats, maxElements, maxTime, retry].allSatisfy({ $0 ?? 1 > 0 }) else {
            throw ValidationError("Times and counts of a subscription are 1 or more.")
        }
        guard retries == nil || retry != nil else { throw ValidationError("--retries goes with --retry.") }
    }

    /// Puts what the flags say into a subscription.
    func apply(to query: inout SubscriptionQuery) {
        query.expires = expires.map { .duration(Self.nanoseconds($0)) }
        query.heartbeat = heartbeats.map(Self.nanoseconds)
        query.bookmark = bookmark?.bookmark
        query.maxElements = maxElements
        query.maxTime = maxTime.map(Self.nanoseconds)
        query.retry = retry.map { ConnectionRetry(pause: Self.nanoseconds($0), total: retries) }
        query.encoding = encoding?.encoding
    }

    static func nanoseconds(_ seconds: Int) -> UInt64 {
        let product = UInt64(max(0, seconds)).multipliedReportingOverflow(by: 1_000_000_000)
        return product.overflow ? .max : product.partialValue
    }
}

/// A bookmark on the command line.
struct BookmarkArgument: ExpressibleByArgument {
    let bookmark: Bookmark

    init?(argument: String) {
        if argument == "earliest" {
            bookmark = .earliest
        } else if let position = EventPosition(argument) {
            bookmark = Bookmark(position)
        } else {
            guard (try? Markup(element: argument)) != nil else { return nil }
            bookmark = Bookmark(markup: argument)
        }
    }
}

/// An encoding on the command line, in any letter case.
struct EncodingArgument: ExpressibleByArgument {
    let encoding: DeliveryEncoding

    init?(argument: String) {
        guard let encoding = DeliveryEncoding(rawValue: argument.uppercased()) else { return nil }
        self.encoding = encoding
    }
}
