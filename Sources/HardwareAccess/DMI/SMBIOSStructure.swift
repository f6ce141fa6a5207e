// SPDX-License-Identifier: Apache-2.0

/// One structure of the SMBIOS table: fields by their offset, each nil where the structure is too short to have it.
///
/// Structures grew with the versions of the standard (DSP0134), and firmware is not always true to the version it
/// claims: the length of the structure alone says what is there.
public struct SMBIOSStructure: Sendable, Hashable {
    /// What it describes, such as 17 for a memory device.
    public let type: UInt8
    /// By which others refer to it; unique only in tables without faults.
    public let handle: UInt16

    private let formatted: ArraySlice<UInt8>
    private let texts: ArraySlice<UInt8>

    /// A structure.
    ///
    /// - Parameters:
    ///   - formatted: the fields, header included, at least four bytes.
    ///   - texts: the strings behind them, each with its zero.
    init(formatted: ArraySlice<UInt8>, texts: ArraySlice<UInt8>) {
        self.formatted = formatted
        self.texts = texts
        type = formatted.first ?? 0
        handle =
            formatted.count < 4
            ? 0 : UInt16(formatted[formatted.startIndex + 2]) | UInt16(formatted[formatted.startIndex + 3]) << 8
    }

    /// The length of its fields, header included.
    public var length: Int { formatted.count }

    /// The byte at an offset.
    public func byte(_ offset: Int) -> UInt8? { number(offset, 1).flatMap { UInt8(exactly: $0) } }

    /// The two bytes at an offset.
    public func word(_ offset: Int) -> UInt16? { number(offset, 2).flatMap { UInt16(exactly: $0) } }

    /// The four bytes at an offset.
    public func doubleWord(_ offset: Int) -> UInt32? { number(offset, 4).flatMap { UInt32(exactly: $0) } }

    /// The eight bytes at an offset.
    public func quadWord(_ offset: Int) -> UInt64? { number(offset, 8) }

    /// So many bytes at an offset.
    public func bytes(_ offset: Int, count: Int) -> [UInt8]? {
        guard offset >= 0, count >= 0, offset <= formatted.count - count else { return nil }
        return Array(formatted.dropFirst(offset).prefix(count))
    }

    /// The text that the byte at an offset numbers, fit for XML; nil for none, and for what makers leave unfilled.
    public func string(_ offset: Int) -> String? {
        guard let number = byte(offset), number > 0 else { return nil }
        var rest = texts
        for _ in 1..<number {
            guard let end = rest.firstIndex(of: 0) else { return nil }
            rest = rest[(end + 1)...]
        }
        let text = String(sysfs: rest.prefix { $0 != 0 })
        return FirmwareText.isPlaceholder(text) ? nil : text
    }

    private func number(_ offset: Int, _ count: Int) -> UInt64? {
        guard let bytes = bytes(offset, count: count) else { return nil }
        return bytes.reversed().reduce(0) { $0 << 8 | UInt64($1) }
    }
}
