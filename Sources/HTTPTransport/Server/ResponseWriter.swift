// SPDX-License-Identifier: Apache-2.0

import NIOCore

/// Writes an answer, head and body, into one buffer of the right size.
enum ResponseWriter {
    static func write(
        status: Int, contentType: String?, headers: [(String, String)], body: UnsafeRawBufferPointer, omitsBody: Bool,
        closes: Bool, keepsAliveExplicitly: Bool, date: DateLine, allocator: ByteBufferAllocator
    ) -> ByteBuffer {
        // RFC 9110 §15.3.5 and §15.4.5.
        let omitsBody = omitsBody || status == 204 || status == 304
        let reason = reason(status)
        // The fixed text, the status, the longest length and line ends together stay below 192 octets.
        var capacity = 192 + reason.utf8CodeUnitCount + (contentType?.utf8.count ?? 0) + date.count
        for (name, value) in headers { capacity += name.utf8.count + value.utf8.count + 4 }
        if !omitsBody { capacity += body.count }

        var buffer = allocator.buffer(capacity: capacity)
        buffer.writeWithUnsafeMutableBytes(minimumWritableBytes: capacity) { bytes in
            var cursor = Cursor(bytes)
            cursor.append("HTTP/1.1 ")
            cursor.append(number: status)
            cursor.append(" ")
            cursor.append(reason)
            cursor.append("\r\n")
            date.withBytes { cursor.append($0) }
            if let contentType { cursor.append(name: "Content-Type", value: contentType) }
            for (name, value) in headers { cursor.append(name: name, value: value) }
            if closes {
                cursor.append("Connection: close\r\n")
            } else if keepsAliveExplicitly {
                cursor.append("Connection: keep-alive\r\n")
            }
            // RFC 9110 §8.6: no length with 204.
            if status != 204 {
                cursor.append("Content-Length: ")
                cursor.append(number: body.count)
                cursor.append("\r\n")
            }
            cursor.append("\r\n")
            if !omitsBody { cursor.append(body) }
            return cursor.count
        }
        return buffer
    }

    /// Fills a region front to back; what would not fit is cut, never written outside.
    private struct Cursor {
        private let bytes: UnsafeMutableRawBufferPointer
        private(set) var count = 0

        init(_ bytes: UnsafeMutableRawBufferPointer) { self.bytes = bytes }

        mutating func append(_ source: UnsafeRawBufferPointer) {
            let length = min(source.count, bytes.count - count)
            guard length > 0 else { return }
            UnsafeMutableRawBufferPointer(rebasing: bytes[count..<count + length])
                .copyMemory(from: UnsafeRawBufferPointer(rebasing: source[..<length]))
            count += length
        }

        mutating func append(_ text: StaticString) {
            append(UnsafeRawBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
        }

        mutating func append(_ text: String) {
            var text = text
            text.withUTF8 { append(UnsafeRawBufferPointer($0)) }
        }

        // RFC 9110 §5.5: a line end in a value would start another field.
        mutating func append(name: String, value: String) {
            append(name)
            append(": ")
            if value.utf8.contains(where: { $0 < 0x20 && $0 != 0x09 }) {
                append(String(decoding: value.utf8.map { $0 < 0x20 ? 0x20 : $0 }, as: UTF8.self))
            } else {
                append(value)
            }
            append("\r\n")
        }

        mutating func append(number: Int) {
            var digits: (UInt64, UInt64, UInt64) = (0, 0, 0)
            withUnsafeMutableBytes(of: &digits) { digits in
                var rest = number.magnitude
                var start = digits.count
                repeat {
                    start -= 1
                    digits[start] = UInt8(ascii: "0") &+ UInt8(truncatingIfNeeded: rest % 10)
                    rest /= 10
                } while rest > 0
                append(UnsafeRawBufferPointer(rebasing: digits[start...]))
            }
        }
    }

    static func reason(_ status: Int) -> StaticString {
        switch status {
        case 100: "Continue"
        case 200: "OK"
        case 202: "Accepted"
        case 204: "No Content"
        case 304: "Not Modified"
        case 400: "Bad Request"
        case 401: "Unauthorized"
        case 403: "Forbidden"
        case 404: "Not Found"
        case 405: "Method Not Allowed"
        case 408: "Request Timeout"
        case 411: "Length Required"
        case 413: "Content Too Large"
        case 415: "Unsupported Media Type"
        case 417: "Expectation Failed"
        case 429: "Too Many Requests"
        case 431: "Request Header Fields Too Large"
        case 500: "Internal Server Error"
        case 501: "Not Implemented"
        case 503: "Service Unavailable"
        case 505: "HTTP Version Not Supported"
        default: "Unknown"
        }
    }
}
