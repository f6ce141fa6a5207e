// SPDX-License-Identifier: Apache-2.0

/// The bytes of an attribute value as libxml2 hands them over, read as the value they stand for.
///
/// Unless told to substitute entities, which we never do, libxml2 writes every ampersand of an attribute value or
/// namespace as `&#38;`, however the document wrote it. No other reference is left in a value.
struct AttributeValue: Sequence {
    private let bytes: UnsafeBufferPointer<UInt8>

    init(_ bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

    struct Iterator: IteratorProtocol {
        fileprivate let bytes: UnsafeBufferPointer<UInt8>
        fileprivate var position = 0

        mutating func next() -> UInt8? {
            guard position < bytes.count else { return nil }
            let byte = bytes[position]
            position &+= byte == UInt8(ascii: "&") ? 5 : 1
            return byte
        }
    }

    func makeIterator() -> Iterator { Iterator(bytes: bytes) }
}
