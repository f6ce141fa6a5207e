// SPDX-License-Identifier: Apache-2.0

/// Lists of texts as netstrings, `5:hello,3:abc,`: each says its length first, so that nothing needs escaping.
enum Netstrings {
    static func encode(_ texts: [String]) -> [UInt8] {
        var bytes: [UInt8] = []
        for text in texts {
            bytes += Array("\(text.utf8.count):".utf8)
            bytes += Array(text.utf8)
            bytes.append(UInt8(ascii: ","))
        }
        return bytes
    }

    /// The texts; nil for bytes that were not encoded so.
    static func decode(_ bytes: [UInt8]) -> [String]? {
        var texts: [String] = []
        var rest = bytes[...]
        while !rest.isEmpty {
            guard let colon = rest.prefix(9).firstIndex(of: UInt8(ascii: ":")),
                let length = Int(String(decoding: rest[rest.startIndex..<colon], as: UTF8.self)), length >= 0,
                rest.endIndex - colon - 1 > length, rest[colon + 1 + length] == UInt8(ascii: ",")
            else { return nil }
            texts.append(String(decoding: rest[(colon + 1)..<(colon + 1 + length)], as: UTF8.self))
            rest = rest[(colon + 2 + length)...]
        }
        return texts
    }
}
