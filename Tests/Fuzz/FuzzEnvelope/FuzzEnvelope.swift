// SPDX-License-Identifier: Apache-2.0

import Eventing
import Glibc
import ManagementService
import ResourceModel
import XML

/// Takes any bytes for the body of a request from a known user, to the answer's last byte.
///
/// The service answers once, at once but for a Pull that waits for events, and with a document that the project's own
/// parser accepts; so are the messages that it sends by itself.
@c(LLVMFuzzerTestOneInput)
public func fuzzEnvelope(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    nonisolated(unsafe) var answers = 0
    FuzzSubscriptions.begin()
    var request = ManagementService.Request(
        envelope: UnsafeRawBufferPointer(start: start, count: count), principal: FuzzTarget.principal)
    request.peerAddress = "192.0.2.7"
    request.isConfidential = true
    FuzzTarget.service.answer(request) { status, envelope in
        answers += 1
        require([200, 400, 500].contains(status), "HTTP status \(status)")
        do {
            try FuzzTarget.parser.parse(envelope, into: FuzzTarget.answer)
        } catch {
            require(false, "the answer is no XML: \(error)")
        }
    }
    FuzzTarget.loop.turn()
    FuzzTarget.loop.passTime { answers > 0 }
    FuzzSubscriptions.end()
    require(answers == 1, "\(answers) answers")
    // No later input can guess a context. What one holds may be reached through tagged pointers alone, which the leak
    // checker does not follow.
    FuzzTarget.service.endEnumerations()
    return 0
}

/// Ends the process as the fuzzer wants it, with the reason, which a precondition of a release build keeps to itself.
func require(_ isTrue: Bool, _ reason: @autoclosure () -> String) {
    guard !isTrue else { return }
    var line = "fuzz: \(reason())\n"
    line.withUTF8 { _ = write(STDERR_FILENO, $0.baseAddress, $0.count) }
    abort()
}

/// What all inputs share, as all requests to a daemon do.
enum FuzzTarget {
    static let principal = Principal(name: "fuzz", role: .admin)
    static let loop = FuzzLoop()
    static let subscriptions = Subscriptions(
        journal: FuzzJournal(), store: FuzzStore(), delivery: FuzzSinks(), loop: loop, report: { _ in })
    static let service = {
        let service = ManagementService(
            executor: loop, configuration: ServiceConfiguration(), clock: loop, report: { _ in })
        service.assumeIsolated { service in
            service.offer(subscriptions)
            _ = Task.immediate { await service.install { [FuzzMachine(), FuzzEvents()] } }
        }
        loop.turn()
        return service
    }()
    // The fuzzer calls from one thread.
    nonisolated(unsafe) static let parser = {
        var limits = XMLLimits()
        limits.maxBytes = 16 * 1024 * 1024
        limits.maxNodes = 1_000_000
        return XMLParser(limits: limits)
    }()
    nonisolated(unsafe) static let answer = XMLDocument()
    nonisolated(unsafe) static let message = XMLDocument()
}
