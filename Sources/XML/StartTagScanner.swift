// SPDX-License-Identifier: Apache-2.0

import Glibc

/// Looks for a start tag with a hostile number of attributes before libxml2 parses it.
///
/// libxml2 2.9 compares each attribute and each namespace declaration of a tag with all before it, within one step that
/// no callback can stop: half a megabyte of `a=""` would hold the loop for seconds. On the way to the first error in a
/// document this scanner and libxml2 see the same tags, and libxml2 goes no further than that.
struct StartTagScanner {
    private let bytes: UnsafeRawBufferPointer

    init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

    /// Whether a tag has more quoted values than `limit`.
    func finds(tagWithMoreAttributesThan limit: Int) -> Bool {
        var position = 0
        while let tag = index(of: UInt8(ascii: "<"), from: position) {
            if starts(with: "<!--", at: tag) {
                position = end(of: "-->", from: tag &+ 4)
            } else if starts(with: "<![CDATA[", at: tag) {
                position = end(of: "]]>", from: tag &+ 9)
            } else if starts(with: "<?", at: tag) {
                position = end(of: "?>", from: tag &+ 2)
            } else if starts(with: "<!", at: tag) {
                return false  // A document type or an error: libxml2 stops here.
            } else {
                position = tag &+ 1
                var values = 0
                while position < bytes.count, bytes[position] != UInt8(ascii: ">") {
                    let byte = bytes[position]
                    position &+= 1
                    guard byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") else { continue }
                    values &+= 1
                    if values > limit { return true }
                    position = (index(of: byte, from: position) ?? bytes.count) &+ 1
                }
            }
        }
        return false
    }

    private func index(of byte: UInt8, from start: Int) -> Int? {
        guard start < bytes.count, let base = bytes.baseAddress,
            let found = memchr(base + start, Int32(byte), bytes.count &- start)
        else { return nil }
        return UnsafeRawPointer(found) - base
    }

    private func starts(with mark: StaticString, at index: Int) -> Bool {
        guard let base = bytes.baseAddress, bytes.count &- index >= mark.utf8CodeUnitCount else { return false }
        return memcmp(base + index, mark.utf8Start, mark.utf8CodeUnitCount) == 0
    }

    /// The index after the next `mark`, which ends in `>`, or the end of the bytes.
    private func end(of mark: StaticString, from start: Int) -> Int {
        var position = start
        while let found = index(of: UInt8(ascii: ">"), from: position) {
            position = found &+ 1
            let first = position &- mark.utf8CodeUnitCount
            if first >= start, starts(with: mark, at: first) { return position }
        }
        return bytes.count
    }
}
