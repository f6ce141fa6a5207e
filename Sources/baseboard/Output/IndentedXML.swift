// SPDX-License-Identifier: Apache-2.0

/// Well-formed XML with a line to every element that holds elements; anything else as it is.
enum IndentedXML {
    /// Indents a document by its tags alone, so that what the service sent is what is seen.
    static func indent(_ text: String) -> String {
        var output = ""
        var depth = 0
        var afterOpen = false
        var rest = text[...]
        while let start = rest.firstIndex(of: "<") {
            let content = rest[..<start]
            let isSpace = content.allSatisfy(\.isWhitespace)
            if !isSpace { output += content }
            guard let end = tagEnd(rest[start...]) else { return text }
            let tag = rest[start...end]
            rest = rest[rest.index(after: end)...]
            if tag.hasPrefix("</") {
                depth = max(0, depth - 1)
                if isSpace, !afterOpen { newLine(&output, depth) }
                output += tag
                afterOpen = false
            } else {
                if isSpace { newLine(&output, depth) }
                output += tag
                let opens = !tag.hasSuffix("/>") && !tag.hasPrefix("<?") && !tag.hasPrefix("<!")
                if opens { depth += 1 }
                afterOpen = opens
            }
        }
        return output + rest
    }

    private static func newLine(_ output: inout String, _ depth: Int) {
        guard !output.isEmpty else { return }
        output += "\n" + String(repeating: "  ", count: depth)
    }

    /// Where a tag ends: the first `>` outside quotes.
    private static func tagEnd(_ text: Substring) -> Substring.Index? {
        if text.hasPrefix("<!--") { return text.firstRange(of: "-->").map { text.index(before: $0.upperBound) } }
        if text.hasPrefix("<![CDATA[") { return text.firstRange(of: "]]>").map { text.index(before: $0.upperBound) } }
        var quote: Character?
        for index in text.indices {
            let character = text[index]
            if let open = quote {
                if character == open { quote = nil }
            } else if character == "\"" || character == "'" {
                quote = character
            } else if character == ">" {
                return index
            }
        }
        return nil
    }
}
