// SPDX-License-Identifier: Apache-2.0

/// A message of netlink: a type, and what belongs to it (netlink(7)).
///
/// All numbers are in the order of the machine's own octets.
struct NetlinkMessage {
    /// The family of the message, or one of netlink's own words below 16.
    let type: UInt16
    /// What stands behind the header.
    let payload: ArraySlice<UInt8>

    /// The octets of a header: length, type, flags, sequence, port.
    private static let headerSize = 16

    /// The messages of a datagram; nil where one is not whole, for nothing in it is then to be relied on.
    static func messages(in datagram: ArraySlice<UInt8>) -> [NetlinkMessage]? {
        var messages: [NetlinkMessage] = []
        var rest = datagram
        while !rest.isEmpty {
            guard let length = rest.number(UInt32.self, at: 0).map({ Int($0) }),
                let type = rest.number(UInt16.self, at: 4), length >= headerSize, length <= rest.count
            else { return nil }
            messages.append(NetlinkMessage(type: type, payload: rest.prefix(length).dropFirst(headerSize)))
            rest = rest.dropFirst(aligned(length))
        }
        return messages
    }

    /// Where what follows begins: all begins at a multiple of four.
    static func aligned(_ length: Int) -> Int { (length + 3) & ~3 }
}

/// A message of generic netlink: a command and its attributes.
struct GenericNetlinkMessage {
    /// What is said or asked, by the family's numbers.
    let command: UInt8
    /// What is said with it.
    let attributes: NetlinkAttributes

    /// The octets of a header: command, version, and two of no meaning.
    private static let headerSize = 4

    /// Reads the payload of a message; nil where it is not whole.
    init?(_ message: NetlinkMessage) {
        guard let command = message.payload.number(UInt8.self, at: 0), message.payload.count >= Self.headerSize,
            let attributes = NetlinkAttributes(message.payload.dropFirst(Self.headerSize))
        else { return nil }
        self.command = command
        self.attributes = attributes
    }
}

/// Attributes: octets by numbers.
struct NetlinkAttributes {
    private let values: [(type: UInt16, value: ArraySlice<UInt8>)]

    /// The octets of a header: length and type.
    private static let headerSize = 4
    /// The two highest bits of a type say how the value is written.
    private static let typeMask: UInt16 = 0x3FFF

    /// Takes octets apart; nil where an attribute is not whole.
    init?(_ bytes: ArraySlice<UInt8>) {
        var values: [(UInt16, ArraySlice<UInt8>)] = []
        var rest = bytes
        while !rest.isEmpty {
            guard let length = rest.number(UInt16.self, at: 0).map({ Int($0) }),
                let type = rest.number(UInt16.self, at: 2), length >= Self.headerSize, length <= rest.count
            else { return nil }
            values.append((type & Self.typeMask, rest.prefix(length).dropFirst(Self.headerSize)))
            rest = rest.dropFirst(NetlinkMessage.aligned(length))
        }
        self.values = values
    }

    /// The octets of an attribute.
    subscript(type: UInt16) -> ArraySlice<UInt8>? { values.first { $0.type == type }?.value }

    /// The number in an attribute of exactly its size.
    func number<N: FixedWidthInteger>(_ type: UInt16, as: N.Type = N.self) -> N? {
        guard let value = self[type], value.count == MemoryLayout<N>.size else { return nil }
        return value.number(N.self, at: 0)
    }

    /// The text in an attribute, which a zero ends.
    func text(_ type: UInt16) -> String? {
        self[type].map { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
    }

    /// What is nested in an attribute, in order; nil where it is not whole.
    func list(_ type: UInt16) -> [NetlinkAttributes]? {
        guard let value = self[type], let items = NetlinkAttributes(value) else { return nil }
        var lists: [NetlinkAttributes] = []
        for item in items.values {
            guard let list = NetlinkAttributes(item.value) else { return nil }
            lists.append(list)
        }
        return lists
    }
}

extension ArraySlice<UInt8> {
    /// The number that begins at an offset from the slice's start; nil where it ends before.
    fileprivate func number<N: FixedWidthInteger>(_: N.Type, at offset: Int) -> N? {
        guard count - offset >= MemoryLayout<N>.size else { return nil }
        let start = startIndex + offset
        return withUnsafeBytes { bytes in
            // A slice's octets begin at its own start.
            bytes.loadUnaligned(fromByteOffset: start - startIndex, as: N.self)
        }
    }
}
