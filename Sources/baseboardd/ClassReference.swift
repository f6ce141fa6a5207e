// SPDX-License-Identifier: Apache-2.0

import HTTPTransport
import HardwareAccess
import Overlay
import ProviderKit
import ResourceModel
import SubscriptionProvider

/// The reference of all classes, from their declarations alone: no hardware is read.
enum ClassReference {
    /// The declarations of all classes, those of events behind those of instances, in the order of their providers.
    static func schemas() throws(AttributeError) -> [ResourceSchema] {
        let loop = ServiceLoop()
        defer { loop.shutdown() }
        let hardware = try Hardware(root: "/", clock: LoopHardwareClock(loop: loop), usesSensorLibrary: false)
        defer { hardware.close() }
        let settings = OverlaySettings(Overlay(inMemoryWith: OverlayLimits()))
        let providers = InstalledProviders.all(
            hardware, settings: settings, events: Nothing(),
            subscriptions: SubscriptionProvider(
                Nothing(), journal: Nothing(), recorder: Nothing(), clock: LogClock.now))
        let instances = providers.flatMap(\.resourceClasses).map(\.schema)
        let names = Set(instances.map(\.className))
        // What the log shows of its events is declared once for both.
        return instances + providers.flatMap(\.eventClasses).map(\.schema).filter { !names.contains($0.className) }
    }

    static func text() throws(AttributeError) -> String {
        let schemas = try schemas()
        var text = "# Classes\n\n"
        text +=
            "Written by `baseboardd --print-class-reference` from the classes' declarations; a test keeps both in step.\n"
        text +=
            "CIM classes have DMTF's standard properties, values and units; the BB views show every part in one flat row.\n"
        text += "An absent value is `xsi:nil`, never 0.\n\n"
        for schema in schemas.sorted(by: { $0.className < $1.className }) { text += schema.reference }
        return text
    }
}

/// A log of nothing, to which nobody is subscribed, for those who only want to know what the classes look like.
private struct Nothing: EventJournal, EventRecorder, SubscriptionList {
    let epoch = ""
    let bounds: (first: UInt64, last: UInt64) = (1, 0)
    let size = (count: 0, capacity: 0)
    let generation: UInt64 = 0

    func events(after sequence: UInt64, limit: Int) async throws(EventJournalError) -> [RecordedEvent] { [] }
    func event(_ sequence: UInt64) async throws(EventJournalError) -> RecordedEvent? { nil }
    func sequences() async throws(EventJournalError) -> [UInt64] { [] }
    func clear(by principal: Principal) async throws(EventJournalError) {}
    func record(_ events: [Event]) async {}

    let identifiers: [String] = []
    let count = 0
    func record(_ identifier: String) -> SubscriptionRecord? { nil }
    func end(_ identifier: String, by principal: Principal) async -> Bool { false }
}
