// SPDX-License-Identifier: Apache-2.0

import WSMan
import XML

/// An answer that is no fault and relates to its request.
struct Answer {
    /// What stands beside the content, where anything does.
    let header: XMLElement?
    /// The only child of the body; nil when the body is empty.
    let content: XMLElement?

    /// The content, which must be an element of this name.
    func content(_ name: XMLName) throws(WSManClientError) -> XMLElement {
        let content = try content("\(name.local)")
        guard content.has(name: name) else {
            throw .unexpectedAnswer("the Body holds \(content.localName.prefix(80)) instead of \(name.local)")
        }
        return content
    }

    /// The content, whatever its name is.
    ///
    /// - Parameter what: what it should be, for whoever reads of its absence.
    func content(_ what: String) throws(WSManClientError) -> XMLElement {
        guard let content else { throw .unexpectedAnswer("the Body is empty; it should hold \(what)") }
        return content
    }
}
