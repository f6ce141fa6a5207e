// SPDX-License-Identifier: Apache-2.0

/// Why the encoding of a request cannot be used.
public enum EncodingError: Error {
    /// Byte order mark and charset say different things (R13.1-8).
    case contradiction
    /// The charset is none that this service knows (R13.1-5).
    case unsupported
}

/// How a message is encoded, and so its answer (R13.1-4 to R13.1-8).
public enum Encoding: Sendable, Equatable {
    /// What is meant where nothing says otherwise.
    case utf8
    /// What Windows may send.
    case utf16(bigEndian: Bool)

    /// Decides by byte order mark, charset, and the zeros that UTF-16 puts into the first character.
    public init(declared: String?, body: UnsafeRawBufferPointer) throws(EncodingError) {
        let mark = Self.mark(body)
        switch declared?.lowercased() {
        case nil:
            self = mark ?? Self.sniffed(body) ?? .utf8
        case "utf-8", "utf8", "us-ascii":
            guard mark == nil || mark == .utf8 else { throw .contradiction }
            self = .utf8
        case "utf-16":
            guard mark != .utf8 else { throw .contradiction }
            // Windows means little-endian when it says nothing.
            self = mark ?? Self.sniffed(body) ?? .utf16(bigEndian: false)
        case "utf-16le":
            guard mark == nil || mark == .utf16(bigEndian: false) else { throw .contradiction }
            self = .utf16(bigEndian: false)
        case "utf-16be":
            guard mark == nil || mark == .utf16(bigEndian: true) else { throw .contradiction }
            self = .utf16(bigEndian: true)
        default:
            throw .unsupported
        }
    }

    private static func mark(_ body: UnsafeRawBufferPointer) -> Encoding? {
        if body.count >= 2 {
            if body[0] == 0xFF, body[1] == 0xFE { return .utf16(bigEndian: false) }
            if body[0] == 0xFE, body[1] == 0xFF { return .utf16(bigEndian: true) }
        }
        if body.count >= 3, body[0] == 0xEF, body[1] == 0xBB, body[2] == 0xBF { return .utf8 }
        return nil
    }

    private static func sniffed(_ body: UnsafeRawBufferPointer) -> Encoding? {
        guard body.count >= 2 else { return nil }
        if body[0] == 0, body[1] != 0 { return .utf16(bigEndian: true) }
        if body[0] != 0, body[1] == 0 { return .utf16(bigEndian: false) }
        return nil
    }

    /// The Content-Type of a message in this encoding.
    public var contentType: String {
        switch self {
        case .utf8: "application/soap+xml;charset=UTF-8"
        case .utf16: "application/soap+xml;charset=UTF-16"
        }
    }

    /// The body as UTF-8 without its mark; nil when it is cut within a character or holds half a pair.
    public func decode(_ body: UnsafeRawBufferPointer) -> [UInt8]? {
        guard case .utf16(let bigEndian) = self else { return Array(body) }
        guard body.count % 2 == 0 else { return nil }
        var units: [UInt16] = []
        units.reserveCapacity(body.count / 2)
        var position = 0
        while position < body.count {
            let first = UInt16(body[position])
            let second = UInt16(body[position + 1])
            units.append(bigEndian ? first << 8 | second : second << 8 | first)
            position += 2
        }
        if units.first == 0xFEFF { units.removeFirst() }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(units.count + units.count / 8)
        let failed = transcode(
            units.makeIterator(), from: UTF16.self, to: UTF8.self, stoppingOnError: true, into: { bytes.append($0) })
        return failed ? nil : bytes
    }

    /// An answer in this encoding: UTF-16 with a byte order mark in the request's order, UTF-8 never with one.
    public func encode(_ envelope: UnsafeRawBufferPointer) -> [UInt8] {
        guard case .utf16(let bigEndian) = self else { return Array(envelope) }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(envelope.count * 2 + 2)
        func append(_ unit: UInt16) {
            let high = UInt8(truncatingIfNeeded: unit >> 8)
            let low = UInt8(truncatingIfNeeded: unit)
            bytes.append(bigEndian ? high : low)
            bytes.append(bigEndian ? low : high)
        }
        append(0xFEFF)
        _ = transcode(
            envelope.makeIterator(), from: UTF8.self, to: UTF16.self, stoppingOnError: false, into: append)
        return bytes
    }
}
