// SPDX-License-Identifier: Apache-2.0

import WSMan
import XML

/// A request as this project's own service reads it.
func understood(_ text: String) throws -> RequestEnvelope {
    let document = XMLDocument()
    try Array(text.utf8).withUnsafeBytes { try XMLParser().parse($0, into: document) }
    var envelope = RequestEnvelope()
    try RequestEnvelope.read(document, limits: MessageLimits(), partial: &envelope)
    return envelope
}
