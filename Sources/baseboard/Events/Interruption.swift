// SPDX-License-Identifier: Apache-2.0

import Dispatch
import Glibc

/// Waits that end early when somebody ends the program, by Ctrl-C or SIGTERM, so that it can say goodbye.
@MainActor
final class Interruption {
    /// Whether the program was told to end.
    private(set) var isOver = false
    private var sources: [any DispatchSourceSignal] = []
    private var waiting: [Int: CheckedContinuation<Void, Never>] = [:]
    private var next = 0

    /// Takes the signals from now on.
    func listen() {
        for number in [SIGINT, SIGTERM] {
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: .main)
            source.setEventHandler { MainActor.assumeIsolated { self.end() } }
            source.resume()
            sources.append(source)
        }
    }

    /// Ends every wait, now and from now on.
    func end() {
        isOver = true
        for continuation in waiting.values { continuation.resume() }
        waiting = [:]
    }

    /// Waits until the program is to end.
    func wait() async {
        guard !isOver else { return }
        next += 1
        await withCheckedContinuation { waiting[next] = $0 }
    }

    /// Waits so many seconds, or until the program is to end.
    func wait(seconds: Double) async {
        guard !isOver else { return }
        next += 1
        let number = next
        DispatchQueue.main.asyncAfter(deadline: .now() + seconds) {
            MainActor.assumeIsolated { self.waiting.removeValue(forKey: number)?.resume() }
        }
        await withCheckedContinuation { waiting[number] = $0 }
    }
}
