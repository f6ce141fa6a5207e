// SPDX-License-Identifier: Apache-2.0

import ResourceModel
import Testing
import WSMan

@testable import Eventing

struct AgendaTests {
    private func subscriptions(_ count: Int) throws -> [Subscription] {
        let request = try Scene.request(Scene.delivery(.push))
        return (0..<count).map { number in
            Subscription(
                "\(number)",
                SubscriptionOrder(
                    owner: Scene.ann, peer: "192.0.2.7", request: request, selection: TestSelection(),
                    source: "urn:source", address: "http://agent/wsman"), cursor: 0)
        }
    }

    @Test func `what is due comes in its order, whatever was moved or taken out before`() throws {
        var agenda = Agenda()
        var random = SystemRandomNumberGenerator()
        let subscriptions = try subscriptions(200)
        var dues: [String: UInt64] = [:]
        for _ in 0..<2000 {
            let subscription = subscriptions[Int.random(in: 0..<200, using: &random)]
            let due: UInt64? = Bool.random(using: &random) ? UInt64.random(in: 0..<1000, using: &random) : nil
            agenda.set(subscription, at: due)
            dues[subscription.identifier] = due
            #expect(agenda.next == dues.values.min())
        }
        var taken: [UInt64] = []
        while let next = agenda.next(dueBy: 500) { taken.append(try #require(dues[next.identifier])) }
        #expect(taken == dues.values.filter { $0 <= 500 }.sorted())
        #expect(agenda.next == dues.values.filter { $0 > 500 }.min())
        #expect(subscriptions.filter { $0.place != nil }.count == dues.count - taken.count)
    }

    @Test func `an empty agenda has nothing, and forgets what it never had`() throws {
        var agenda = Agenda()
        agenda.set(try subscriptions(1)[0], at: nil)
        #expect(agenda.next == nil && agenda.next(dueBy: .max) == nil)
    }
}
