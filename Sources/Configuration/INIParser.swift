// SPDX-License-Identifier: Apache-2.0

import CIniH

/// Reads the bytes of a file by inih, line by line, with the number of each line.
///
/// inih alone cuts long lines silently, joins indented lines to the value above them and says nothing of what follows
/// a section's name, so each line is checked before inih sees it.
final class INIParser {
    /// Longest line that is not a comment, in bytes without its end; inih's buffer sets it.
    static let maximumLineBytes = 198

    private var rest: ArraySlice<UInt8>
    private var number = 0
    private var lines: [INILine] = []
    /// A line that inih has been given and has not answered with a key yet.
    private var unanswered: String?

    private init(_ bytes: [UInt8]) {
        rest = bytes[...]
        if rest.starts(with: [0xEF, 0xBB, 0xBF]) { rest = rest.dropFirst(3) }
    }

    static func parse(_ bytes: [UInt8]) -> [INILine] {
        let parser = INIParser(bytes)
        let context = Unmanaged.passUnretained(parser).toOpaque()
        // Its result is the first bad line alone; `unanswered` finds every one.
        _ = ini_parse_stream(
            { buffer, capacity, context in
                guard let buffer, let context else { return nil }
                let parser = Unmanaged<INIParser>.fromOpaque(context).takeUnretainedValue()
                return parser.feed(UnsafeMutableBufferPointer(start: buffer, count: Int(capacity))) ? buffer : nil
            }, context,
            { context, _, key, value in
                guard let context, let key, let value else { return 0 }
                Unmanaged<INIParser>.fromOpaque(context).takeUnretainedValue()
                    .take(key: String(cString: key), value: String(cString: value))
                return 1
            }, context)
        return parser.lines
    }

    /// Gives inih the next line, an empty one where there is nothing for it; false at the end.
    private func feed(_ buffer: UnsafeMutableBufferPointer<CChar>) -> Bool {
        if let text = unanswered { refuse(text, "expected [section], Key=Value, or a comment that begins with #") }
        guard let bytes = nextLine() else { return false }
        let text = check(bytes)
        unanswered = text.isEmpty ? nil : text
        guard text.utf8.count < buffer.count else {
            refuse(text, "no line may be longer than \(buffer.count - 1) bytes")
            buffer[0] = 0
            return true
        }
        for (index, byte) in text.utf8.enumerated() { buffer[index] = CChar(bitPattern: byte) }
        buffer[text.utf8.count] = 0
        return true
    }

    private func take(key: String, value: String) {
        unanswered = nil
        lines.append(.assignment(key: key, value: value, line: number))
    }

    private func refuse(_ text: String?, _ message: String) {
        unanswered = nil
        lines.append(.malformed(text: text, message: message, line: number))
    }

    private func nextLine() -> ArraySlice<UInt8>? {
        guard !rest.isEmpty else { return nil }
        let line = rest.prefix { $0 != 0x0A }
        rest = rest.dropFirst(line.count + 1)
        number += 1
        return line
    }

    /// Takes note of a section and of what is wrong; answers the line when it should be a key with its value.
    private func check(_ bytes: ArraySlice<UInt8>) -> String {
        let isBlank: (UInt8) -> Bool = { $0 == 0x20 || $0 == 0x09 || $0 == 0x0D }
        let line = bytes.drop(while: isBlank)
        // inih would take an indented line for more of the value above it, so it never sees the indentation.
        let end = line.lastIndex { !isBlank($0) } ?? line.startIndex
        guard let first = line.first, first != UInt8(ascii: "#"), first != UInt8(ascii: ";") else { return "" }
        let content = line[...end]
        guard content.count <= Self.maximumLineBytes else {
            refuse(nil, "the line has \(content.count) bytes; no line may be longer than \(Self.maximumLineBytes)")
            return ""
        }
        guard !content.contains(where: { ($0 < 0x20 && $0 != 0x09) || $0 == 0x7F }) else {
            refuse(nil, "the line holds control characters; expected text in UTF-8")
            return ""
        }
        guard let text = String(validating: content, as: UTF8.self) else {
            refuse(nil, "the line is not UTF-8")
            return ""
        }
        guard first == UInt8(ascii: "[") else { return checkSeparator(text) }
        let name = text.dropFirst().dropLast()
        if text.hasSuffix("]"), !name.contains("]"), !name.contains("[") {
            lines.append(.section(String(name), line: number))
        } else {
            refuse(text, "expected the name of a section in brackets and nothing after it")
        }
        return ""
    }

    /// inih would also split at a colon, and the path or URL after it is then not what was meant.
    private func checkSeparator(_ text: String) -> String {
        if text.first(where: { $0 == "=" || $0 == ":" }) == ":" {
            refuse(text, "expected Key=Value, with an equals sign")
            return ""
        }
        return text
    }
}
