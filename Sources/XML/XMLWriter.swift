// SPDX-License-Identifier: Apache-2.0

/// A growing buffer of UTF-8 that knows how to escape: what answers are written with.
///
/// It owns its memory and is never copied implicitly. It checks no nesting: markup is what the caller makes of it.
public struct XMLWriter: ~Copyable {
    @usableFromInline var storage: UnsafeMutableRawPointer
    @usableFromInline var capacity: Int
    @usableFromInline var used = 0

    /// The bytes written so far; a mark for `truncate(to:)`.
    @inlinable public var count: Int { used }

    /// What `removeAll(keepingCapacity:)` keeps at most.
    public static let keptCapacity = 512 * 1024

    /// Makes an empty writer with room for `capacity` bytes.
    public init(capacity: Int = 4096) {
        self.capacity = max(capacity, 64)
        storage = .allocate(byteCount: self.capacity, alignment: 16)
    }

    deinit { storage.deallocate() }

    /// Appends markup known at compile time, unescaped.
    @inlinable
    public mutating func raw(_ markup: StaticString) {
        markup.withUTF8Buffer { append(UnsafeRawBufferPointer($0)) }
    }

    /// Appends prepared markup, unescaped.
    @inlinable
    public mutating func raw(bytes: UnsafeRawBufferPointer) { append(bytes) }

    /// Appends prepared markup, unescaped.
    @inlinable
    public mutating func raw(_ markup: [UInt8]) {
        markup.withUnsafeBytes { append($0) }
    }

    /// Appends a string unescaped: markup, or text known to need no escape.
    @_disfavoredOverload  // or a literal would be a String
    @inlinable
    public mutating func raw(_ markup: String) {
        var markup = markup
        markup.withUTF8 { append(UnsafeRawBufferPointer($0)) }
    }

    /// Makes room for so many more bytes.
    @inlinable
    public mutating func reserve(_ additional: Int) {
        if additional > capacity &- used { grow(additional) }
    }

    /// Drops what was written after a mark, as of a batch whose last item did not fit.
    public mutating func truncate(to mark: Int) {
        used = min(used, max(mark, 0))
    }

    /// Puts markup in the place of what stands between two marks, as of a context that turned out to be the last.
    public mutating func replace(from start: Int, to end: Int, with markup: StaticString) {
        guard 0 <= start, start <= end, end <= used else { return }
        let length = markup.utf8CodeUnitCount
        reserve(length)
        (storage + start + length).copyMemory(from: storage + end, byteCount: used - end)
        markup.withUTF8Buffer { bytes in
            guard let source = bytes.baseAddress else { return }
            (storage + start).copyMemory(from: source, byteCount: length)
        }
        used += length - (end - start)
    }

    /// Drops everything; memory beyond `keptCapacity` goes back, all of it unless `keepingCapacity`.
    public mutating func removeAll(keepingCapacity: Bool = true) {
        used = 0
        guard capacity > (keepingCapacity ? Self.keptCapacity : 64) else { return }
        storage.deallocate()
        capacity = keepingCapacity ? 4096 : 64
        storage = .allocate(byteCount: capacity, alignment: 16)
    }

    /// Calls `body` with what was written; the bytes are valid only during the call.
    public borrowing func withUnsafeBytes<R>(_ body: (UnsafeRawBufferPointer) throws -> R) rethrows -> R {
        try body(UnsafeRawBufferPointer(start: storage, count: used))
    }

    /// What was written, as a string.
    public var string: String {
        withUnsafeBytes { String(decoding: $0, as: UTF8.self) }
    }

    @inlinable
    mutating func append(_ bytes: UnsafeRawBufferPointer) {
        guard let start = bytes.baseAddress else { return }
        reserve(bytes.count)
        (storage + used).copyMemory(from: start, byteCount: bytes.count)
        used &+= bytes.count
    }

    @usableFromInline
    mutating func grow(_ additional: Int) {
        let needed = used &+ additional
        let larger = max(capacity &* 2, needed)
        let copy = UnsafeMutableRawPointer.allocate(byteCount: larger, alignment: 16)
        copy.copyMemory(from: storage, byteCount: used)
        storage.deallocate()
        storage = copy
        capacity = larger
    }
}
