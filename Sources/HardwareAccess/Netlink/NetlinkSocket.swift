// SPDX-License-Identifier: Apache-2.0

import CHardwareShim
import Glibc

/// A socket of generic netlink that hears one group of one family.
///
/// To be used on one thread at a time.
struct NetlinkSocket: ~Copyable {
    /// What a turn of listening brought.
    enum Reception {
        /// A datagram of the kernel's.
        case datagram(ArraySlice<UInt8>)
        /// Words were lost, or one was longer than the buffer.
        case loss
        /// Nothing more at present.
        case nothing
        /// The socket is gone.
        case end
    }

    /// To be waited for.
    let descriptor: Int32
    /// The family's number, which the kernel gives anew at each boot.
    let family: UInt16
    private let isKernelsOnly: Bool
    private let buffer: UnsafeMutableRawBufferPointer

    /// The longest word of the families that are listened to has some hundred octets.
    private static let bufferSize = 16 << 10
    /// Octets that the kernel may keep for us; memory is used only while they are kept.
    private static let receiveSize: Int32 = 1 << 20
    /// How long to wait for the kernel to name the family, in milliseconds; it answers before the question is out.
    private static let patience: Int32 = 1000

    /// Opens a socket and joins the group; nil where the kernel has no such family, as in most containers.
    init?(family name: String, group: String) {
        let descriptor = socket(AF_NETLINK, Int32(SOCK_RAW.rawValue) | O_CLOEXEC | O_NONBLOCK, Int32(NETLINK_GENERIC))
        guard descriptor >= 0 else { return nil }
        var address = sockaddr_nl()
        address.nl_family = sa_family_t(AF_NETLINK)
        let bound = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_nl>.size))
            }
        }
        var size = Self.receiveSize
        let length = socklen_t(MemoryLayout<Int32>.size)
        // Without CAP_NET_ADMIN at most net.core.rmem_max; what does not fit is noticed.
        if setsockopt(descriptor, SOL_SOCKET, SO_RCVBUFFORCE, &size, length) != 0 {
            _ = setsockopt(descriptor, SOL_SOCKET, SO_RCVBUF, &size, length)
        }
        guard bound == 0, let found = GenericNetlinkFamily(name, askedThrough: descriptor, patience: Self.patience),
            var number = found.groups[group],
            setsockopt(
                descriptor, hardware_sol_netlink, NETLINK_ADD_MEMBERSHIP, &number,
                socklen_t(MemoryLayout<UInt32>.size)) == 0
        else {
            close(descriptor)
            return nil
        }
        self.init(descriptor: descriptor, family: found.number, isKernelsOnly: true)
    }

    /// Takes a socket over, which is closed with this one.
    ///
    /// - Parameter isKernelsOnly: whether words of others than the kernel count for nothing.
    init(descriptor: Int32, family: UInt16, isKernelsOnly: Bool) {
        self.descriptor = descriptor
        self.family = family
        self.isKernelsOnly = isKernelsOnly
        buffer = .allocate(byteCount: Self.bufferSize, alignment: 8)
    }

    deinit {
        buffer.deallocate()
        close(descriptor)
    }

    /// Takes the next datagram.
    func receive() -> Reception {
        while true {
            var sender = sockaddr_nl()
            var size = socklen_t(MemoryLayout<sockaddr_nl>.size)
            let count = withUnsafeMutablePointer(to: &sender) { pointer in
                pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    recvfrom(
                        descriptor, buffer.baseAddress, buffer.count,
                        Int32(MSG_DONTWAIT) | Int32(MSG_TRUNC), $0, &size)
                }
            }
            guard count >= 0 else {
                switch errno {
                case EINTR: continue
                case EAGAIN: return .nothing
                case ENOBUFS: return .loss
                default: return .end
                }
            }
            if isKernelsOnly, sender.nl_pid != 0 { continue }
            // A datagram of no octets ends a connection, and netlink sends none.
            if count == 0 { return .end }
            if count > buffer.count { return .loss }
            return .datagram(Array(UnsafeRawBufferPointer(rebasing: buffer[..<count]))[...])
        }
    }
}

/// A family of generic netlink, as the kernel's controller describes it (linux/genetlink.h).
struct GenericNetlinkFamily {
    /// The type of its messages.
    let number: UInt16
    /// The numbers of its groups.
    let groups: [String: UInt32]

    /// The controller's own family, commands and attributes.
    private enum Controller {
        static let family: UInt16 = 16
        static let newFamily: UInt8 = 1
        static let getFamily: UInt8 = 3
        static let familyNumber: UInt16 = 1
        static let familyName: UInt16 = 2
        static let groups: UInt16 = 7
        static let groupName: UInt16 = 1
        static let groupNumber: UInt16 = 2
    }

    /// Reads the controller's answer; nil where it is another, such as that there is no such family.
    init?(_ datagram: ArraySlice<UInt8>) {
        guard let message = NetlinkMessage.messages(in: datagram)?.first, message.type == Controller.family,
            let answer = GenericNetlinkMessage(message), answer.command == Controller.newFamily,
            let number = answer.attributes.number(Controller.familyNumber, as: UInt16.self)
        else { return nil }
        self.number = number
        var groups: [String: UInt32] = [:]
        for group in answer.attributes.list(Controller.groups) ?? [] {
            guard let name = group.text(Controller.groupName),
                let number = group.number(Controller.groupNumber, as: UInt32.self)
            else { continue }
            groups[name] = number
        }
        self.groups = groups
    }

    /// Asks the kernel.
    init?(_ name: String, askedThrough descriptor: Int32, patience: Int32) {
        let question = Self.question(name)
        guard send(descriptor, question, question.count, 0) == question.count else { return nil }
        var readable = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        guard poll(&readable, 1, patience) == 1 else { return nil }
        var answer = [UInt8](repeating: 0, count: 16 << 10)
        let count = recv(descriptor, &answer, answer.count, Int32(MSG_DONTWAIT))
        guard count > 0, let family = GenericNetlinkFamily(answer.prefix(count)) else { return nil }
        self = family
    }

    private static func question(_ name: String) -> [UInt8] {
        func bytes(_ number: some FixedWidthInteger) -> [UInt8] { withUnsafeBytes(of: number, Array.init) }
        let text = Array(name.utf8) + [0]
        var attribute = bytes(UInt16(4 + text.count)) + bytes(Controller.familyName) + text
        while attribute.count % 4 != 0 { attribute.append(0) }
        let isRequest: UInt16 = 1
        return bytes(UInt32(20 + attribute.count)) + bytes(Controller.family) + bytes(isRequest) + bytes(UInt32(1))
            + bytes(UInt32(0)) + [Controller.getFamily, 1, 0, 0] + attribute
    }
}
