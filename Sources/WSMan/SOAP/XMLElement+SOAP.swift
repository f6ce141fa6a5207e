// SPDX-License-Identifier: Apache-2.0

import XML

extension XMLElement {
    /// Whether the header must be obeyed or faulted; `1` and `true` are legal.
    ///
    /// Only the attribute in SOAP's namespace counts: one client sends it without (`spec/client-quirks.md`).
    var mustUnderstand: Bool {
        attribute("mustUnderstand", namespace: Namespace.soap).map(XSBoolean.isTrue) ?? false
    }

    /// Whether the header is aimed at the node that answers.
    var isForUs: Bool {
        guard let role = attribute("role", namespace: Namespace.soap)?.trimmingXMLSpace(), !role.isEmpty else {
            return true
        }
        return role == "\(Namespace.soap)/role/next" || role == "\(Namespace.soap)/role/ultimateReceiver"
    }
}

/// `xs:boolean` as clients write it.
public enum XSBoolean {
    /// Whether the text is one of the spellings of true.
    public static func isTrue(_ text: String) -> Bool {
        let trimmed = text.trimmingXMLSpace()
        return trimmed == "1" || trimmed.lowercased() == "true"
    }
}

extension String {
    /// The text without XML white space at its ends (R13.1-10).
    func trimmingXMLSpace() -> String {
        func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D }
        let bytes = utf8
        guard let first = bytes.first, let last = bytes.last, isSpace(first) || isSpace(last) else { return self }
        guard let start = bytes.firstIndex(where: { !isSpace($0) }),
            let end = bytes.lastIndex(where: { !isSpace($0) })
        else { return "" }
        return String(self[start...end])
    }
}
