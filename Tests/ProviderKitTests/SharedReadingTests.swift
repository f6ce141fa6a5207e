// SPDX-License-Identifier: Apache-2.0

import ProviderKit
import Testing

@MainActor
struct SharedReadingTests {
    @Test func `a value is read again only when it is old`() async {
        var now: UInt64 = 0
        var reads = 0
        let shared = SharedReading<Int>(maximumAge: 10, executor: nil) { now }
        func value() async -> Int {
            await shared.value {
                reads += 1
                return reads
            }
        }
        #expect(await value() == 1)
        now = 9
        #expect(await value() == 1)
        now = 10
        #expect(await value() == 2)
    }

    @Test func `who asks while it is being read shares that read`() async {
        var reads = 0
        var finish: CheckedContinuation<Void, Never>?
        let shared = SharedReading<Int>(maximumAge: 10, executor: nil) { 0 }
        let tasks = (0..<5).map { _ in
            Task { @MainActor in
                await shared.value {
                    reads += 1
                    await withCheckedContinuation { finish = $0 }
                    return 7
                }
            }
        }
        while finish == nil { await Task.yield() }
        finish?.resume()
        for task in tasks { #expect(await task.value == 7) }
        #expect(reads == 1)
    }
}
