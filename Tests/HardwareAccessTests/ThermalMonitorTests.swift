// SPDX-License-Identifier: Apache-2.0

import Glibc
import Synchronization
import Testing

@testable import HardwareAccess

/// The kernel's words about its thermal zones, in the octets that it sends them in.
struct ThermalMonitorTests {
    private static let family: UInt16 = 0x13

    /// Octets of a message, as `thermal_genl_send_event` of drivers/thermal/thermal_netlink.c puts them together.
    private static func message(
        _ command: UInt8, _ attributes: [(UInt16, [UInt8])], family: UInt16 = family, version: UInt8 = 1
    ) -> [UInt8] {
        var body: [UInt8] = [command, version, 0, 0]
        for (type, value) in attributes {
            body += bytes(UInt16(4 + value.count)) + bytes(type) + value
            while body.count % 4 != 0 { body.append(0) }
        }
        return bytes(UInt32(16 + body.count)) + bytes(family) + bytes(UInt16(0)) + bytes(UInt32(0)) + bytes(UInt32(0))
            + body
    }

    private static func bytes(_ number: some FixedWidthInteger) -> [UInt8] {
        withUnsafeBytes(of: number, Array.init)
    }

    private static func number(_ value: UInt32) -> [UInt8] { bytes(value) }

    private static let tripUp = message(5, [(2, number(3)), (5, number(1)), (3, number(95_500))])
    private static let tripDown = message(6, [(2, number(3)), (5, number(1)), (3, bytes(Int32(-1500)))])
    private static let cooling = message(12, [(15, number(7)), (16, number(2))])
    private static let created = message(1, [(2, number(3)), (10, Array("acpitz\0".utf8))])

    private static func events(_ datagram: [UInt8]) -> [ThermalEvent]? {
        ThermalEvent.events(in: datagram[...], family: family)
    }

    @Test(arguments: [
        (tripUp, [ThermalEvent.tripPassed(zone: 3, trip: 1, temperature: 95_500)]),
        (tripDown, [.tripLeft(zone: 3, trip: 1, temperature: -1500)]),
        // Kernels before 5.11 say no temperature.
        (message(5, [(2, number(0)), (5, number(0))]), [.tripPassed(zone: 0, trip: 0, temperature: nil)]),
        (cooling, [.coolingChanged(device: 7, state: 2)]),
        (created, [.zonesChanged]),
        (message(2, [(2, number(3))]), [.zonesChanged]),
        (
            message(7, [(2, number(3)), (5, number(1)), (6, number(2)), (7, number(9)), (8, number(1))]),
            [.zonesChanged]
        ),
        // Several in one datagram; what follows a message of odd length is aligned.
        (
            tripUp + created + cooling,
            [
                .tripPassed(zone: 3, trip: 1, temperature: 95_500), .zonesChanged,
                .coolingChanged(device: 7, state: 2),
            ]
        ),
        // Of other families, of later kernels, with attributes that nobody knows yet, and nothing at all.
        (message(5, [], family: 0x10), []),
        (message(200, [(2, number(3))]), []),
        (message(16, [(200, [1, 2, 3])]), []),
        (
            message(5, [(99, [1]), (2, number(3)), (5, number(1))], version: 9),
            [.tripPassed(zone: 3, trip: 1, temperature: nil)]
        ),
        ([], []),
    ])
    func `what the kernel says is understood`(datagram: [UInt8], expected: [ThermalEvent]) {
        #expect(Self.events(datagram) == expected)
    }

    private static func changed(_ datagram: [UInt8], at offset: Int, _ value: UInt8) -> [UInt8] {
        var copy = datagram
        copy[offset] = value
        return copy
    }

    @Test(arguments: [
        // A message, and an attribute, that is shorter than its own header, or reaches beyond the end.
        changed(tripUp, at: 0, 0), changed(tripUp, at: 0, 15), changed(tripUp, at: 0, 255), changed(tripUp, at: 3, 255),
        changed(tripUp, at: 20, 0), changed(tripUp, at: 20, 3), changed(tripUp, at: 20, 255),
        changed(tripUp, at: 21, 255), Array(tripUp.dropLast()), Array(tripUp.prefix(19)), Array(tripUp.prefix(17)), [1],
        tripUp + [0], tripUp + Array(tripUp.prefix(12)),
        // What belongs to it is missing, or has another size; numbers that cannot be.
        message(5, []), message(5, [(2, number(3))]), message(5, [(5, number(3))]),
        message(5, [(2, [3]), (5, number(1))]), message(5, [(2, number(3) + [0]), (5, number(1))]),
        message(5, [(2, number(.max)), (5, number(1))]), message(12, [(15, number(1))]),
        message(12, [(15, number(1)), (16, number(.max))]),
    ])
    func `what is not whole says nothing`(datagram: [UInt8]) {
        #expect(Self.events(datagram) == nil)
    }

    @Test func `octets that nobody meant lead nowhere`() {
        var generator = SystemRandomNumberGenerator()
        let whole = Self.tripUp + Self.created + Self.cooling
        for round in 0..<20_000 {
            var datagram = Array(whole.prefix(round % (whole.count + 1)))
            for _ in 0..<(round % 7) where !datagram.isEmpty {
                datagram[Int.random(in: 0..<datagram.count, using: &generator)] = .random(in: 0...255)
            }
            for event in Self.events(datagram) ?? [] {
                switch event {
                case .tripPassed(let zone, let trip, _), .tripLeft(let zone, let trip, _):
                    #expect((0..<1 << 20).contains(zone) && (0..<1 << 20).contains(trip))
                case .coolingChanged(let device, let state):
                    #expect((0..<1 << 20).contains(device) && (0..<1 << 20).contains(state))
                case .zonesChanged: break
                }
            }
            _ = GenericNetlinkFamily(datagram[...])
        }
    }

    /// The answer of Linux 6.18 about the family, as it came; the commands in the middle are left out.
    @Test func `the kernel's answer names the family and its groups`() throws {
        let groups: [UInt8] =
            [28, 0, 1, 0] + [8, 0, 2, 0, 2, 0, 0, 0] + [13, 0, 1, 0] + Array("sampling\0".utf8) + [0, 0, 0]
            + [24, 0, 2, 0] + [8, 0, 2, 0, 3, 0, 0, 0] + [10, 0, 1, 0] + Array("event\0".utf8) + [0, 0]
        let answer = Self.message(
            1,
            [
                (2, Array("thermal\0".utf8)), (1, [0x13, 0]), (3, Self.number(2)), (4, Self.number(0)),
                (5, Self.number(27)), (7, groups),
            ], family: 16, version: 2)
        let family = try #require(GenericNetlinkFamily(answer[...]))
        #expect(family.number == 0x13 && family.groups == ["sampling": 2, "event": 3])
        // There is none: the controller answers with an error, whose type is 2.
        #expect(GenericNetlinkFamily(Self.message(1, [], family: 2)[...]) == nil)
    }

    /// What a monitor's thread said, in order.
    private final class Heard: Sendable {
        private let words = Mutex<[String]>([])

        func add(_ word: String) { words.withLock { $0.append(word) } }

        /// Waits until so many were said.
        func take(_ count: Int) -> [String] {
            for _ in 0..<2000 {
                if words.withLock({ $0.count >= count }) { break }
                usleep(5000)
            }
            return words.withLock(\.self)
        }
    }

    /// A monitor at one end of a pair of sockets, and the other end.
    private static func monitor(_ heard: Heard) throws -> (monitor: ThermalMonitor, kernel: Int32) {
        var ends: [Int32] = [-1, -1]
        try #require(socketpair(AF_UNIX, Int32(SOCK_SEQPACKET.rawValue), 0, &ends) == 0)
        let socket = NetlinkSocket(descriptor: ends[0], family: family, isKernelsOnly: false)
        let monitor = ThermalMonitor(socket, lost: { heard.add("lost") }, handler: { heard.add("\($0)") })
        return (try #require(monitor), ends[1])
    }

    @Test func `recorded words are heard in order, and one that is not whole has everything looked at`() throws {
        let heard = Heard()
        let (monitor, kernel) = try Self.monitor(heard)
        defer { close(kernel) }
        for datagram in [Self.tripUp, Self.changed(Self.tripUp, at: 20, 0), Self.cooling + Self.tripDown] {
            #expect(send(kernel, datagram, datagram.count, 0) == datagram.count)
        }
        // Longer than any word of the kernel's.
        let endless = [UInt8](repeating: 0, count: 40_000)
        #expect(send(kernel, endless, endless.count, 0) == endless.count)
        #expect(send(kernel, Self.created, Self.created.count, 0) == Self.created.count)
        #expect(
            heard.take(6) == [
                "tripPassed(zone: 3, trip: 1, temperature: Optional(95500))", "lost",
                "coolingChanged(device: 7, state: 2)", "tripLeft(zone: 3, trip: 1, temperature: Optional(-1500))",
                "lost", "zonesChanged",
            ])
        monitor.stop()
    }

    @Test func `the thread ends when nobody wants it any more, and when the socket is gone, which counts as a loss`()
        throws
    {
        let heard = Heard()
        let (monitor, kernel) = try Self.monitor(heard)
        close(kernel)
        #expect(heard.take(1) == ["lost"])
        monitor.stop()
        var (other, peer): (ThermalMonitor?, Int32) = try Self.monitor(heard)
        #expect(other != nil)
        other = nil
        // Its end of the pair is closed with it.
        var descriptor = pollfd(fd: peer, events: Int16(POLLIN), revents: 0)
        #expect(poll(&descriptor, 1, 10_000) == 1 && descriptor.revents & Int16(POLLHUP) != 0)
        close(peer)
    }

    /// Whether this kernel has the family, for this namespace.
    private static let hasFamily = NetlinkSocket(family: "thermal", group: "event") != nil

    @Test(.enabled(if: hasFamily, "needs a kernel with thermal netlink, and its own network namespace"))
    func `this kernel's thermal core is joined, and has nothing to say yet`() throws {
        guard let socket = NetlinkSocket(family: "thermal", group: "event") else {
            Issue.record("the family is gone")
            return
        }
        #expect(socket.family > 16)
        switch socket.receive() {
        case .nothing: break
        // A real machine may speak at any time: then it is understood.
        case .datagram(let words): #expect(ThermalEvent.events(in: words, family: socket.family) != nil)
        case .loss, .end: Issue.record("the socket is of no use")
        }
        let monitor = try #require(ThermalMonitor { _ in })
        monitor.stop()
    }

    @Test func `a family that the kernel does not have is absent`() {
        let isThere = NetlinkSocket(family: "baseboard-none", group: "event") != nil
        let hasGroup = NetlinkSocket(family: "nlctrl", group: "baseboard-none") != nil
        #expect(!isThere && !hasGroup)
    }
}
